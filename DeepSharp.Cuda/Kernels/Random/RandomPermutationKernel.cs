namespace DeepSharp.Gpu;

/// <summary>A random order: numbers sorted by 64 random bits each, and by themselves where those are equal.</summary>
internal sealed class RandomPermutationKernel : CudaKernel<RandomPermutationOp>
{
    private const int KeyBytes = 16;

    protected override void Run(CudaContext cuda, RandomPermutationOp op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var y = outputs[0];
        if (y.Count == 0) return;
        var tiles = new SortTiles(op.Count, KeyBytes);
        bool several = tiles.Runs > 1;
        var keys = several ? cuda.Scratch(tiles.Room(op.Count) * KeyBytes) : default;
        cuda.Launch(cuda.Function("sort", "sort_random", DType.Int64), tiles.Grid(cuda, 1, 1), inputs[0].Address(), y.Address(), keys, op.Count, tiles.Tile);
        if (several)
            cuda.Launch(cuda.Function("sort", "sort_places", DType.Int64), cuda.GridFor(op.Count), tiles.Merge(cuda, keys, 1, op.Count), y.Address(), op.Count);
    }
}
