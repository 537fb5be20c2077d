namespace DeepSharp.Gpu;

/// <summary>Gamma variables by rejection: every element tries blocks of its own, so that the outcome does not depend on the order.</summary>
internal sealed class RandomLogGammaKernel : CudaKernel<RandomLogGammaOp>
{
    private const int Threads = 128;

    protected override void Run(CudaContext cuda, RandomLogGammaOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (state, alphas, y) = (inputs[0], inputs[1], outputs[0]);
        if (y.Count == 0) return;
        var faults = cuda.FaultSlot(op, 0, static (op, _, bits, _) => new InvalidValueException(
            $"[{op.Name}] expects a shape parameter above zero but got {BitConverter.Int64BitsToDouble(bits)}."));
        cuda.Launch(
            cuda.Function("random", "random_log_gamma", y.DType), cuda.GridFor(y.Count, Threads), state.Address(), alphas.Address(), y.Address(), y.Count,
            Math.Max(1, y.Count / alphas.Count), faults);
    }
}
