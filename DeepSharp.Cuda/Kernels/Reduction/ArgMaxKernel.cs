namespace DeepSharp.Gpu;

/// <summary>The place of the largest element along an axis.</summary>
internal sealed class ArgMaxKernel : CudaKernel<ArgMaxOp>
{
    protected override void Run(CudaContext cuda, ArgMaxOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        ArgExtremes.Run(cuda, op.Axis, true, inputs[0], outputs[0]);
}

/// <summary>The place of the smallest element along an axis.</summary>
internal sealed class ArgMinKernel : CudaKernel<ArgMinOp>
{
    protected override void Run(CudaContext cuda, ArgMinOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        ArgExtremes.Run(cuda, op.Axis, false, inputs[0], outputs[0]);
}
