namespace DeepSharp.Gpu;

/// <summary>Finds each value's place by halving the sequence.</summary>
internal sealed class SearchSortedKernel : CudaKernel<SearchSortedOp>
{
    protected override void Run(CudaContext cuda, SearchSortedOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var (sequence, x, y) = (inputs[0], inputs[1], outputs[0]);
        cuda.Launch(
            cuda.Function("lookup", "search_sorted", x.DType), cuda.GridFor(x.Count), sequence.Address(), x.Address(), y.Address(), x.Count,
            sequence.Shape[0], op.Right);
    }
}
