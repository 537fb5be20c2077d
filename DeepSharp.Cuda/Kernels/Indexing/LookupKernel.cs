namespace DeepSharp.Gpu;

/// <summary>Finds each key by halving the sorted keys.</summary>
internal sealed class LookupKernel : CudaKernel<LookupOp>
{
    protected override void Run(CudaContext cuda, LookupOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, keys, values, y) = (inputs[0], inputs[1], inputs[2], outputs[0]);
        int length = keys.Shape[0];
        var faults = cuda.FaultSlot(op, length, static (op, length, number, place) => new InvalidValueException(
            $"[{op.Name}] {number}, element {place} in row-major order, is not among the {length} keys. " +
            "Give unknown ones a value, or remove them from the data."));
        cuda.Launch(
            cuda.Function("lookup", "lookup", DType.Int64), cuda.GridFor(x.Count), x.Address(), keys.Address(), values.Address(), y.Address(), x.Count, length,
            op.Missing ?? 0, op.Missing is null, faults);
    }
}
