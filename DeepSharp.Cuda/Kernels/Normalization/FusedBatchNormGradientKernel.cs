namespace DeepSharp.Gpu;

/// <summary>The gradient of batch normalization and of the relu behind it; with other functions nothing is fused.</summary>
internal sealed class FusedBatchNormGradientKernel : CudaKernel<FusedBatchNormGradientOp>
{
    public override bool Takes16Bit => true;

    protected override bool Supports(FusedBatchNormGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        op.Norm.Axis == inputs[0].Shape.Rank - 1 && ChannelTypes.Suit(inputs) && op.Gate is BinaryOp<ReluGradientFn>;

    protected override bool CanOverwrite(FusedBatchNormGradientOp op, int input, int output) => input is 0 or 4 && output == 0;

    protected override void Run(CudaContext cuda, FusedBatchNormGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        BatchNormGradientKernel.Run(cuda, op.Norm, inputs, outputs, inputs[5].Address());
}
