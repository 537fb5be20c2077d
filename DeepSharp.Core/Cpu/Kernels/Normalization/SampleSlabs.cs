namespace DeepSharp.Cpu;

/// <summary>
/// The elements of a batch cut into slabs, each of which is worked on by one thread where there are slabs enough for all of them, and by all
/// threads one after the other where there are not. The cut depends on the batch only.
/// </summary>
internal readonly record struct SampleSlabs(int Samples)
{
    private const int Most = 64;

    // Below this many elements a slab costs less than handing it to another thread.
    private const int WorkPerChunk = 32 * 1024;

    /// <summary>The number of slabs.</summary>
    public int Count => Math.Clamp(Samples, 1, Most);

    /// <summary>The first sample of a slab; the end of slab s is the start of slab s + 1.</summary>
    public int Start(int slab) => (int)((long)Samples * slab / Count);

    /// <summary>Runs a body over the slabs; a loop of its own inside takes the threads that this one leaves.</summary>
    /// <param name="body">Runs over slabs.</param>
    /// <param name="size">Elements of a sample.</param>
    public void Run<TBody>(ref TBody body, long size) where TBody : struct, IParallelBody
    {
        long each = Math.Max(1, size * Samples / Count);
        if (Count < CpuPool.Threads && each > WorkPerChunk) body.Run(0, Count);
        else CpuPool.For(Count, (int)Math.Clamp(WorkPerChunk / each, 1, Most), ref body);
    }
}
