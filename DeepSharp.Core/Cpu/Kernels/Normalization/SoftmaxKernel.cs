namespace DeepSharp.Cpu;

/// <summary>Softmax in two readings of each row, the second from the first cache.</summary>
internal sealed unsafe class SoftmaxKernel : CpuKernel<SoftmaxOp>
{
    protected override bool CanOverwrite(SoftmaxOp op, int input, int output) => true;

    protected override void Run(SoftmaxOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) SoftmaxAxis.Run<float>(inputs[0], outputs[0], op.Axis, logarithm: false);
        else SoftmaxAxis.Run<double>(inputs[0], outputs[0], op.Axis, logarithm: false);
    }
}

/// <summary>Log-softmax, likewise.</summary>
internal sealed unsafe class LogSoftmaxKernel : CpuKernel<LogSoftmaxOp>
{
    protected override bool CanOverwrite(LogSoftmaxOp op, int input, int output) => true;

    protected override void Run(LogSoftmaxOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (outputs[0].DType == DType.Float32) SoftmaxAxis.Run<float>(inputs[0], outputs[0], op.Axis, logarithm: true);
        else SoftmaxAxis.Run<double>(inputs[0], outputs[0], op.Axis, logarithm: true);
    }
}
