namespace DeepSharp.Gpu;

/// <summary>Weighted sums of neighbours along an axis, in <c>kernels/resample.cu</c>. The weights are taken to the device at the first run.</summary>
internal sealed class ResampleKernel : CudaKernel<ResampleOp>
{
    private TapMemory? _taps;
    private ResampleOp? _op;
    private DType _type;

    public override bool Takes16Bit => true;

    protected override void Run(CudaContext cuda, ResampleOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        if (y.Count == 0) return;
        if (_taps is null || !ReferenceEquals(_op, op) || _type != y.DType)
        {
            (_op, _type) = (op, y.DType);
            _taps = TapMemory.Of(cuda, op.Taps, op.Transposed, y.DType == DType.Float64);
        }
        int axis = x.Shape.Axis(op.Axis);
        long inner = 1;
        foreach (int length in x.Shape.Dims[(axis + 1)..]) inner *= length;
        cuda.Launch(
            cuda.Function("resample", "resample", y.DType), cuda.GridFor(y.Count),
            x.Address(), _taps.Firsts, _taps.Starts, _taps.Weights, y.Address(), y.Count, x.Shape[axis], y.Shape[axis], inner);
    }
}
