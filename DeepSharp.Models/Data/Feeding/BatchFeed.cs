namespace DeepSharp;

/// <summary>Gives a run its batches, pass by pass.</summary>
internal abstract class BatchFeed : IDisposable
{
    /// <summary>Batches in a pass, where that is known.</summary>
    public abstract int? Steps { get; }

    /// <summary>Samples in a pass, where that is known.</summary>
    public abstract long? Samples { get; }

    /// <summary>Begins a pass, in a new order if a generator is given, otherwise in the data's.</summary>
    public abstract void Restart(HostRandom? shuffle);

    /// <summary>The next batch, or null at the end of the pass. The one before it is no longer used by then.</summary>
    public abstract Batch? Next();

    /// <summary>Brings data whose order depends on how often it has been read to where it was after so many passes.</summary>
    public virtual void SkipPasses(int count) { }

    public virtual void Dispose() { }

    /// <summary>The feed that fits the data.</summary>
    public static BatchFeed For(DataSource data, int? batchSize) =>
        data.Dataset is { } dataset ? new DatasetFeed(dataset, batchSize ?? 32) : new ArrayFeed(data, batchSize ?? 32);
}
