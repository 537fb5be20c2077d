namespace DeepSharp.Cpu;

/// <summary>Transforms a block of tiles into one matrix [tiles, channels] for each point.</summary>
internal static unsafe class WinogradTiles
{
    /// <summary>Data: tiles of 6×6 pixels.</summary>
    public static void Data<T, V>(in TileSource<T> source, in WinogradPlan plan, int first, int tiles, T* to, T* border)
        where T : unmanaged where V : struct, ILane<V, T> =>
        Run<T, V, WinogradData>(source, plan.Channels, plan.PointStep(plan.Channels), first, tiles, to, border);

    /// <summary>Output gradients: tiles of 4×4 pixels.</summary>
    public static void OutputGradient<T, V>(in TileSource<T> source, in WinogradPlan plan, int first, int tiles, T* to, T* border)
        where T : unmanaged where V : struct, ILane<V, T> =>
        Run<T, V, WinogradOutputGradient>(source, plan.Columns, plan.PointStep(plan.Columns), first, tiles, to, border);

    private static void Run<T, V, TTransform>(in TileSource<T> source, int channels, nint point, int first, int tiles, T* to, T* border)
        where T : unmanaged where V : struct, ILane<V, T> where TTransform : struct, IWinogradTransform
    {
        for (int t = 0; t < tiles; t++, to += channels)
        {
            T* pixel = source.Locate<V>(first + t, border, out nint row);
            WinogradSquare<T, V, TTransform>.Run(channels, pixel, row, channels, to, WinogradPlan.InputSide * point, point);
        }
    }
}
