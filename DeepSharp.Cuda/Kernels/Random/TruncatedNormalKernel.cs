namespace DeepSharp.Gpu;

/// <summary>Truncated normal numbers by inverting the distribution function.</summary>
internal sealed class TruncatedNormalKernel : CudaKernel<TruncatedNormalOp>
{
    protected override void Run(CudaContext cuda, TruncatedNormalOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        NormalLaunch.Run(cuda, "truncated_normal", inputs[0], outputs[0], op.Mean, op.StdDev);
}
