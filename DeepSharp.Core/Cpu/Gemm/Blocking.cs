namespace DeepSharp.Cpu;

/// <summary>Block sizes of a product. Those that set the order of summation depend on the shape only, never on the thread count.</summary>
internal static class Blocking
{
    // A panel of A (twelve rows x KC) stays in the first-level cache, a block of A (MC x KC) and a block of B (KC x NC) in the second.
    public const int Kc = 256;
    public const int Mc = 144;
    public const int Nc = 1024;

    // Below this many multiply-adds a chunk costs less than handing it to another thread.
    private const long WorkPerTask = 150_000;

    /// <summary>The size of the fewest equal blocks of at most <paramref name="limit"/>, rounded up to <paramref name="unit"/>.</summary>
    public static int Even(int total, int limit, int unit)
    {
        int blocks = Math.Max(1, CeilDiv(total, limit));
        return RoundUp(Math.Max(1, CeilDiv(total, blocks)), unit);
    }

    /// <summary>The length of a block of k.</summary>
    public static int KBlock(int k) => Even(k, Kc, 8);

    public static int CeilDiv(int a, int b) => (int)(((long)a + b - 1) / b);

    public static int RoundUp(int a, int unit) => CeilDiv(a, unit) * unit;

    /// <summary>
    /// How many tasks a piece of work is worth: some for each thread, to even out delays, but none too small; one inside a parallel loop.
    /// </summary>
    public static int Tasks(long multiplyAdds)
    {
        int threads = CpuPool.Threads;
        return threads == 1 || WorkerCrew.InsideLoop ? 1 : (int)Math.Clamp(multiplyAdds / WorkPerTask, 1, threads * 4L);
    }

    /// <summary>
    /// Cuts a C of <paramref name="m"/> rows and <paramref name="n"/> columns into tasks: rows first, since another column slice packs the
    /// same rows of A again. Where all threads have some, all have as many.
    /// </summary>
    /// <returns>Into how many blocks the rows are cut, and into how many slices the columns; <see cref="Start"/> says where these begin.</returns>
    public static (int RowBlocks, int Slices) Grid(int m, int n, int tasks, int tileRows, int tileColumns)
    {
        int rowBlocks = Math.Max(CeilDiv(m, Mc), Math.Min(tasks, CeilDiv(m, 4 * tileRows)));
        int slices = Math.Min(CeilDiv(tasks, rowBlocks), CeilDiv(n, 4 * tileColumns));
        int threads = Math.Min(tasks, CpuPool.Threads);
        if (slices > threads) slices -= slices % threads;
        else if (slices == 1 && rowBlocks > threads) rowBlocks = Math.Min(RoundUp(rowBlocks, threads), CeilDiv(m, tileRows));
        return (rowBlocks, slices);
    }

    /// <summary>Where a share of rows or columns begins, of some that are equal but for a tile; the end of one is the start of the next.</summary>
    public static int Start(int total, int tile, int shares, int share) => Math.Min(total, CpuPool.ChunkStart(CeilDiv(total, tile), shares, share) * tile);

    /// <summary>The length of the longest share.</summary>
    public static int Longest(int total, int tile, int shares) => CeilDiv(CeilDiv(total, tile), shares) * tile;
}
