namespace DeepSharp.Gpu;

/// <summary>How many blocks of how many threads run a kernel.</summary>
/// <param name="Blocks">Blocks along three axes.</param>
/// <param name="Threads">Threads of a block along three axes.</param>
/// <param name="SharedBytes">Dynamic shared memory of each block.</param>
internal readonly record struct LaunchGrid((int X, int Y, int Z) Blocks, (int X, int Y, int Z) Threads, int SharedBytes = 0)
{
    public LaunchGrid(int blocks, int threads, int sharedBytes = 0) : this((blocks, 1, 1), (threads, 1, 1), sharedBytes) { }

    public LaunchGrid((int X, int Y) blocks, int threads, int sharedBytes = 0) : this((blocks.X, blocks.Y, 1), (threads, 1, 1), sharedBytes) { }

    public LaunchGrid((int X, int Y, int Z) blocks, int threads, int sharedBytes = 0) : this(blocks, (threads, 1, 1), sharedBytes) { }

    /// <summary>Whether there is nothing to run.</summary>
    public bool IsEmpty => Blocks.X == 0 || Blocks.Y == 0 || Blocks.Z == 0;

    public override string ToString() => $"grid {Blocks} x block {Threads}{(SharedBytes > 0 ? $", {SharedBytes} B shared" : "")}";
}
