using System.Numerics;

namespace DeepSharp.Gpu;

/// <summary>How lines are cut into tiles that a block sorts in shared memory, and the merging of what tiles gave.</summary>
/// <param name="Length">Elements of a line.</param>
/// <param name="KeyBytes">8 where keys hold 32 bits of a number, 16 where they hold 64.</param>
internal readonly record struct SortTiles(int Length, int KeyBytes)
{
    private const int SharedBytes = 8 * 1024, MaxThreads = 512, MinKeys = 256;

    /// <summary>Runs merged at a time: as many as a warp has lanes while the keys are few, since then every launch counts.</summary>
    private const int Warp = 32, FewKeys = 1 << 16, FanOfMany = 4;

    /// <summary>Keys of a tile, a power of two.</summary>
    public int Tile => (int)Math.Min((uint)(SharedBytes / KeyBytes), BitOperations.RoundUpToPowerOf2((uint)Math.Max(Length, 1)));

    /// <summary>Tiles of a line.</summary>
    public int Runs => (Length + Tile - 1) / Tile;

    /// <summary>Short tiles that a block sorts together.</summary>
    public int Together => Math.Max(1, MinKeys / Tile);

    /// <summary>The launch that sorts all tiles of some lines.</summary>
    public LaunchGrid Grid(CudaContext cuda, long lines, int together)
    {
        long blocks = (lines * Runs + together - 1) / together;
        return new((int)Math.Min(blocks, cuda.Multiprocessors * 64L), Math.Clamp(Tile * together / 2, 32, MaxThreads), Tile * together * KeyBytes);
    }

    /// <summary>Room for the keys of a line while its runs are merged and all but <paramref name="keep"/> dropped.</summary>
    public long Room(int keep)
    {
        long most = 0;
        for (long run = Tile; ; run *= Fan(run))
        {
            long runs = (Length + run - 1) / run;
            most = Math.Max(most, runs * Math.Min(run, keep));
            if (runs <= 1) return most;
        }
    }

    /// <summary>Merges the runs of all lines until each line is one.</summary>
    /// <remarks>The keys' memory must have <see cref="Room"/> for each line.</remarks>
    /// <returns>Where the sorted keys are.</returns>
    public DevicePointer Merge(CudaContext cuda, DevicePointer keys, long lines, int keep)
    {
        if (Runs <= 1) return keys;
        var (from, to) = (keys, cuda.Scratch(lines * Room(keep) * KeyBytes));
        var merge = cuda.Function("sort", "merge_runs", KeyBytes == sizeof(ulong) ? DType.Int32 : DType.Int64);
        for (long run = Tile; run < Length; run *= Fan(run))
        {
            int fan = Fan(run);
            long slots = lines * ((Length + run - 1) / run) * Math.Min(run, keep);
            cuda.Launch(merge, cuda.GridFor(slots * fan), from, to, lines, Length, keep, (int)run, fan);
            (from, to) = (to, from);
        }
        return from;
    }

    /// <summary>How many runs of a length are merged at a time, a power of two.</summary>
    private int Fan(long run) =>
        Math.Min(Length <= FewKeys ? Warp : FanOfMany, (int)BitOperations.RoundUpToPowerOf2((uint)((Length + run - 1) / run)));
}
