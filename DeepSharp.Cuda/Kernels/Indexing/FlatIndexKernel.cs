namespace DeepSharp.Gpu;

/// <summary>Turns coordinates into places, axis by axis, each checked against its own length.</summary>
internal sealed class FlatIndexKernel : CudaKernel<FlatIndexOp>
{
    protected override void Run(CudaContext cuda, FlatIndexOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (x, y) = (inputs[0], outputs[0]);
        int rank = op.Grid.Rank;
        if (rank == 0) cuda.Clear(y.Address(), y.Spec.Bytes);
        for (int d = 0; d < rank; d++)
            cuda.Launch(
                cuda.Function("lookup", "flat_index", DType.Int64), cuda.GridFor(y.Count), x.Address(), x.DType == DType.Int64, y.Address(), y.Count, rank, d,
                op.Grid[d], IndexFault.Slot(cuda, op, op.Grid[d]));
    }
}
