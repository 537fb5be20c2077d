using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>Searches an axis for its largest or smallest element: rows by a block each, other axes by strips of neighbouring columns.</summary>
internal static class ArgExtremes
{
    private const int Warp = 32, MaxWarps = 8;

    public static void Run(CudaContext cuda, int axis, bool largest, Tensor x, Tensor y)
    {
        if (y.Count == 0) return;
        var cut = AxisCut.At(x.Shape, axis);
        bool rows = cut.Inner == 1;
        int warps = Math.Clamp(rows ? cut.Length / (2 * Warp) : cut.Length / 4, 1, MaxWarps);
        long items = rows ? cut.Outer : (long)cut.Outer * ((cut.Inner + Warp - 1) / Warp);
        var grid = new LaunchGrid((int)Math.Min(items, cuda.Multiprocessors * 64L), warps * Warp);
        if (rows) cuda.Launch(cuda.Function("arg_extremes", "arg_rows", x.DType), grid, x.Address(), y.Address(), (long)cut.Outer, cut.Length, largest);
        else cuda.Launch(
            cuda.Function("arg_extremes", "arg_columns", x.DType), grid, x.Address(), y.Address(), (long)cut.Outer, cut.Length, cut.Inner, largest);
    }
}
