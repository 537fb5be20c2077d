namespace DeepSharp.Gpu;

/// <summary>The gradients of max pooling and of the relu that made its data, in one launch.</summary>
internal sealed class FusedMaxPoolGradientKernel : CudaKernel<FusedMaxPoolGradientOp>
{
    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, FusedMaxPoolGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        MaxPoolGradientKernel.Run(cuda, op.Pool, inputs, outputs, relu: true);
}
