namespace DeepSharp.Cuda;

/// <summary>Where kernels note an index outside its axis. The error has no position: only the CPU looks at indices one after another.</summary>
internal static class IndexFault
{
    /// <summary>The place for faults of an op's indices into an axis, of which negative ones may count from the end.</summary>
    public static DevicePointer Slot(CudaContext cuda, Op op, int length, bool fromEnd = true) =>
        cuda.FaultSlot(op, length, fromEnd ? static (op, limit, index) => Outside(op, limit, -limit, index) : static (op, limit, index) => Outside(op, limit, 0, index));

    private static InvalidValueException Outside(Op op, long length, long lowest, long index)
    {
        string expected = length == 0 ? "the axis is empty" : $"expected {lowest} to {length - 1}";
        return new($"[{op.Name}] index {index} is outside an axis of length {length}: {expected}. On the CPU the error tells the index's position, too.");
    }
}
