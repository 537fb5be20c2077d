using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>The first k elements of each line along an axis in order, and their places: all of sort and top-k.</summary>
internal static class LineOrder
{
    public static void Run(CudaContext cuda, Tensor x, int axis, int k, bool descending, Tensor values, Tensor places)
    {
        if (values.Count == 0) return;
        var cut = AxisCut.At(x.Shape, axis);
        long lines = (long)cut.Outer * cut.Inner;
        var tiles = new SortTiles(cut.Length, x.DType.Size == 4 ? 8 : 16);
        bool several = tiles.Runs > 1;
        var keys = several ? cuda.Scratch(lines * tiles.Room(k) * tiles.KeyBytes) : default;
        cuda.Launch(
            cuda.Function("sort", "sort_lines", x.DType), tiles.Grid(cuda, lines, tiles.Together), x.Address(), values.Address(), places.Address(), keys, lines,
            cut.Length, cut.Inner, k, descending, tiles.Tile, tiles.Together);
        if (!several) return;
        keys = tiles.Merge(cuda, keys, lines, k);
        cuda.Launch(
            cuda.Function("sort", "sort_write", x.DType), cuda.GridFor(values.Count), x.Address(), keys, values.Address(), places.Address(), values.Count,
            cut.Length, cut.Inner, k);
    }
}
