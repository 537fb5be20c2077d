namespace DeepSharp.Gpu;

/// <summary>Softmax in <c>kernels/softmax.cu</c>; 16-bit floats are computed in float32.</summary>
internal sealed class SoftmaxKernel : CudaKernel<SoftmaxOp>
{
    public override bool Takes16Bit => true;

    protected override bool CanOverwrite(SoftmaxOp op, int input, int output) => true;

    protected override void Run(CudaContext cuda, SoftmaxOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        SoftmaxLaunch.Run(cuda, inputs[0], outputs[0], op.Axis, logarithm: false);
}

/// <summary>Log-softmax, likewise.</summary>
internal sealed class LogSoftmaxKernel : CudaKernel<LogSoftmaxOp>
{
    public override bool Takes16Bit => true;

    protected override bool CanOverwrite(LogSoftmaxOp op, int input, int output) => true;

    protected override void Run(CudaContext cuda, LogSoftmaxOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        SoftmaxLaunch.Run(cuda, inputs[0], outputs[0], op.Axis, logarithm: true);
}
