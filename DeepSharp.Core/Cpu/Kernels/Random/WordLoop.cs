namespace DeepSharp.Cpu;

/// <summary>What a random op does with its words: turns them into elements.</summary>
internal unsafe interface IWordJob
{
    /// <summary>Random words each element takes: 1 or 2.</summary>
    static abstract int WordsPerElement { get; }

    /// <summary>Makes elements <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> − 1 from their words, which
    /// it may overwrite.</summary>
    /// <remarks><paramref name="first"/> is a multiple of four. A job that works in pairs finds the words of whole pairs.</remarks>
    void Run(uint* words, long first, int count);
}

/// <summary>Runs a random op tile by tile: the words of a tile stay in the first cache and never reach memory.</summary>
internal static unsafe class WordLoop
{
    /// <summary>Words a tile takes.</summary>
    public const int TileWords = 1024;

    private const int TilesPerChunk = 16;

    /// <summary>Makes <paramref name="count"/> elements from the draw that <paramref name="state"/> stands for.</summary>
    public static void Run<TJob>(Tensor state, long count, TJob job) where TJob : struct, IWordJob
    {
        ulong* words = state.Pointer<ulong>();
        int tile = TileWords / TJob.WordsPerElement;
        var body = new Body<TJob> { Job = job, Count = count, Seed = words[0], Draw = words[1] };
        CpuPool.For(checked((int)((count + tile - 1) / tile)), TilesPerChunk, ref body);
    }

    private struct Body<TJob> : IParallelBody where TJob : struct, IWordJob
    {
        public TJob Job;
        public long Count;
        public ulong Seed, Draw;

        public readonly void Run(int start, int end)
        {
            int tile = TileWords / TJob.WordsPerElement;
            using var scratch = ScratchArena.Rent<uint>(TileWords);
            for (int t = start; t < end; t++)
            {
                long first = (long)t * tile;
                int count = (int)Math.Min(tile, Count - first);
                int blocks = (count * TJob.WordsPerElement + 3) / 4;
                PhiloxWords.Fill(scratch.Pointer, (ulong)(first * TJob.WordsPerElement / 4), blocks, Draw, Seed);
                Job.Run(scratch.Pointer, first, count);
            }
        }
    }
}
