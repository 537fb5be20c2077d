namespace DeepSharp.Gpu;

/// <summary>Fills the output with the padding value and copies the input to its place.</summary>
internal sealed class PadKernel : CudaKernel<PadOp>
{
    private long[]? _strides;
    private long _first;

    public override bool Takes16Bit => true;

    protected override bool AcceptsStrided(PadOp op, int input) => true;

    protected override void Run(CudaContext cuda, PadOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        if (y.Count == 0) return;
        _strides ??= Plan(op, y);
        if (x.Count != y.Count) Filling.Run(cuda, y.Address(), y.Count, y.DType, op.Value);
        if (x.Count > 0) StridedCopy.Run(cuda, x.Shape, x.Strides, _strides, x.Address(), y.Address(_first), y.DType.Size);
    }

    private long[] Plan(PadOp op, Tensor y)
    {
        var to = (long[])y.Strides.Clone();
        for (int i = 0; i < op.Padding.Count; i++)
        {
            _first += op.Padding[i].Before * to[i];
            to[i] *= op.Padding[i].Between + 1;
        }
        return to;
    }
}
