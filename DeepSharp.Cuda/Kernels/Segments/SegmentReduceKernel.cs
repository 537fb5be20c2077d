namespace DeepSharp.Gpu;

/// <summary>Combines rows of [n, row] into the segments [count, row] that their ids name.</summary>
internal abstract class SegmentReduceKernel<TOp>(SegmentReduction reduction, double nothing) : CudaKernel<TOp> where TOp : SegmentOp
{
    protected override void Run(CudaContext cuda, TOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (ids, x, y) = (inputs[0], inputs[1], outputs[0]);
        Filling.Run(cuda, y.Address(), y.Count, y.DType.Size, Nothing(y.DType));
        if (ids.Count == 0) return;
        var keys = IndexSort.Indices(cuda, op, ids, op.Count, fromEnd: false);
        if (y.Count > 0) reduction.Run(cuda, x.Address(), y.Address(), y.DType, keys, (int)ids.Count, op.Count, checked((int)(y.Count / op.Count)), 1);
    }

    /// <summary>The bits of what a segment without rows is; infinities are the outermost integers.</summary>
    private long Nothing(DType type) => type switch
    {
        DType.Float32 => BitConverter.SingleToUInt32Bits((float)nothing),
        DType.Float64 => BitConverter.DoubleToInt64Bits(nothing),
        DType.Int32 => (uint)int.CreateSaturating(nothing),
        _ => long.CreateSaturating(nothing),
    };
}
