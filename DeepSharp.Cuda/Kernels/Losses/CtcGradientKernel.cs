namespace DeepSharp.Gpu;

/// <summary>The gradient of connectionist temporal classification, a block for each step of each sample behind the lattices.</summary>
internal sealed class CtcGradientKernel : CudaKernel<CtcGradientOp>
{
    protected override void Run(CudaContext cuda, CtcGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        new CtcBatch(cuda, op, op.Blank).Gradient(inputs, outputs[0]);
}
