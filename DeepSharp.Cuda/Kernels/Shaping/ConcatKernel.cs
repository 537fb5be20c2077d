namespace DeepSharp.Gpu;

/// <summary>Copies each input to its place in the output.</summary>
internal sealed class ConcatKernel : CudaKernel<ConcatOp>
{
    public override bool Takes16Bit => true;

    protected override bool AcceptsStrided(ConcatOp op, int input) => true;

    protected override void Run(CudaContext cuda, ConcatOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        int axis = y.Shape.Axis(op.Axis);
        long at = 0;
        foreach (var x in inputs)
        {
            if (x.Count > 0) StridedCopy.Run(cuda, x.Shape, x.Strides, y.Strides, x.Address(), y.Address(at), y.DType.Size);
            at += x.Shape[axis] * y.Strides[axis];
        }
    }
}
