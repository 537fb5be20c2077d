namespace DeepSharp;

/// <summary>Reads batches from a <see cref="Dataset"/>, one ahead on a thread of its own.</summary>
internal sealed class DatasetFeed : BatchFeed
{
    private readonly Dataset _batches;
    private IEnumerator<Example>? _pass;

    public DatasetFeed(Dataset dataset, int batchSize)
    {
        _batches = (dataset.IsBatched ? dataset : dataset.Batch(batchSize)).Prefetch();
        Samples = dataset.IsBatched ? null : dataset.Count;
    }

    public override int? Steps => _batches.Count is { } n ? checked((int)n) : null;

    public override long? Samples { get; }

    /// <summary>A dataset has its own order; shuffle it with <see cref="Dataset.Shuffle"/>.</summary>
    public override void Restart(HostRandom? shuffle)
    {
        Dispose();
        _pass = _batches.GetEnumerator();
    }

    public override Batch? Next()
    {
        if (_pass is null || !_pass.MoveNext()) return null;
        var e = _pass.Current;
        return new(e.X, e.Y, e.SampleWeights);
    }

    /// <summary>A pass counts for <see cref="Dataset.Shuffle"/> as soon as its first batch is asked for.</summary>
    public override void SkipPasses(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Restart(null);
            Next();
        }
    }

    public override void Dispose()
    {
        _pass?.Dispose();
        _pass = null;
    }
}
