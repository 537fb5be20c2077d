namespace DeepSharp.Gpu;

/// <summary>Where kernels note an index outside its axis.</summary>
internal static class IndexFault
{
    private static readonly KernelFault s_fromEnd = (op, length, index, place) => Outside(op, length, -length, index, place);
    private static readonly KernelFault s_fromFront = (op, length, index, place) => Outside(op, length, 0, index, place);

    /// <summary>The place for faults of an op's indices into an axis, of which negative ones may count from the end.</summary>
    public static DevicePointer Slot(CudaContext cuda, Op op, int length, bool fromEnd = true) => cuda.FaultSlot(op, length, fromEnd ? s_fromEnd : s_fromFront);

    private static InvalidValueException Outside(Op op, long length, long lowest, long index, long place)
    {
        string expected = length == 0 ? "the axis is empty" : $"expected {lowest} to {length - 1}";
        return new($"[{op.Name}] index {index}, number {place} of the indices in row-major order, is outside an axis of length {length}: {expected}.");
    }
}
