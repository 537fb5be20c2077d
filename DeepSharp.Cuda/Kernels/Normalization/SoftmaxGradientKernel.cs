namespace DeepSharp.Gpu;

/// <summary>The gradient of softmax along the last axis; along another one the composition runs.</summary>
internal sealed class SoftmaxGradientKernel : CudaKernel<SoftmaxGradientOp>
{
    public override bool Takes16Bit => true;

    protected override bool Supports(SoftmaxGradientOp op, ReadOnlySpan<TensorSpec> inputs) =>
        inputs[0].Shape.Axis(op.Axis, op.Name) == inputs[0].Shape.Rank - 1 && inputs[0] == inputs[1];

    protected override bool CanOverwrite(SoftmaxGradientOp op, int input, int output) => true;

    protected override void Run(CudaContext cuda, SoftmaxGradientOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        SoftmaxLaunch.Gradient(cuda, inputs[0], inputs[1], outputs[0]);
}
