namespace DeepSharp.Cpu;

/// <summary>The place of the largest element along an axis.</summary>
internal sealed class ArgMaxKernel : CpuKernel<ArgMaxOp>
{
    protected override void Run(ArgMaxOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => ArgExtremes.Run(op.Axis, true, inputs[0], outputs[0]);
}

/// <summary>The place of the smallest element along an axis.</summary>
internal sealed class ArgMinKernel : CpuKernel<ArgMinOp>
{
    protected override void Run(ArgMinOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => ArgExtremes.Run(op.Axis, false, inputs[0], outputs[0]);
}
