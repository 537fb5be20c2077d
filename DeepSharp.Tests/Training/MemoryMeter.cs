namespace DeepSharp.Tests.Training;

/// <summary>Notes the memory at the ends of windows of batches once warm.</summary>
/// <remarks>A step that allocates shows in every window; the test runner's own threads do not.</remarks>
/// <param name="warm">Batches before the first window.</param>
/// <param name="window">Batches in a window.</param>
internal sealed class MemoryMeter(int warm, int window) : Callback
{
    private long _allocated, _own, _used;

    /// <summary>Bytes allocated by the whole process in the quietest window.</summary>
    public long Allocated { get; private set; } = long.MaxValue;

    /// <summary>Bytes allocated by the thread that trains in the quietest window.</summary>
    public long Own { get; private set; } = long.MaxValue;

    /// <summary>Growth of the process in the quietest window.</summary>
    public long Growth { get; private set; } = long.MaxValue;

    public override void OnTrainBatchEnd(int batch, Logs logs) => Note(batch);

    public override void OnTestBatchEnd(int batch, Logs logs) => Note(batch);

    private void Note(int batch)
    {
        if (batch < warm || (batch - warm) % window != 0) return;
        long own = GC.GetAllocatedBytesForCurrentThread(), allocated = GC.GetTotalAllocatedBytes(true), used = Environment.WorkingSet;
        if (batch > warm)
            (Allocated, Own, Growth) = (Math.Min(Allocated, allocated - _allocated), Math.Min(Own, own - _own), Math.Min(Growth, used - _used));
        _used = Environment.WorkingSet;
        _allocated = GC.GetTotalAllocatedBytes(true);
        _own = GC.GetAllocatedBytesForCurrentThread();
    }
}
