namespace DeepSharp.Gpu;

/// <summary>Batch normalization with an addition, a relu or both behind it; with other functions nothing is fused.</summary>
internal sealed class FusedBatchNormKernel : CudaKernel<FusedBatchNormOp>
{
    public override bool Takes16Bit => true;

    protected override bool Supports(FusedBatchNormOp op, ReadOnlySpan<TensorSpec> inputs) =>
        op.Norm.Axis == inputs[0].Shape.Rank - 1 && ChannelTypes.Suit(inputs)
        && op.Merge is null or BinaryOp<AddFn> && op.Activation is null or UnaryOp<ReluFn>;

    protected override bool CanOverwrite(FusedBatchNormOp op, int input, int output) => input is 0 or 3 && output == 0;

    protected override void Run(CudaContext cuda, FusedBatchNormOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        BatchNormKernel.Run(cuda, op.Norm, inputs, outputs, op.Merge is null ? default : inputs[3].Address(), op.Activation is not null);
}
