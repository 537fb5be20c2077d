namespace DeepSharp.Gpu;

/// <summary>A dense copy of any layout.</summary>
internal sealed class CopyKernel : CudaKernel<CopyOp>
{
    public override bool Takes16Bit => true;

    protected override bool AcceptsStrided(CopyOp op, int input) => true;

    protected override void Run(CudaContext cuda, CopyOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        if (y.Count > 0) StridedCopy.Run(cuda, y.Shape, x.Strides, y.Strides, x.Address(), y.Address(), y.DType.Size);
    }
}
