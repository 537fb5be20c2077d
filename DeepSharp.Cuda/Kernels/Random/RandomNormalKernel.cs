namespace DeepSharp.Gpu;

/// <summary>Normal numbers by Box and Muller, a Philox block a thread.</summary>
internal sealed class RandomNormalKernel : CudaKernel<RandomNormalOp>
{
    protected override void Run(CudaContext cuda, RandomNormalOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        NormalLaunch.Run(cuda, "random_normal", inputs[0], outputs[0], op.Mean, op.StdDev);
}
