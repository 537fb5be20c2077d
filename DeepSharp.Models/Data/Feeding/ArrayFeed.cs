namespace DeepSharp;

/// <summary>Cuts tensors into batches, in order or shuffled, through staging memory that is used again and again.</summary>
internal sealed class ArrayFeed
{
    private readonly DataSource _data;
    private readonly int _batchSize;
    private readonly int[] _order;
    private readonly Batch _full;
    private readonly Batch? _rest;

    public ArrayFeed(DataSource data, int batchSize)
    {
        if (batchSize <= 0) throw new InvalidValueException($"The batch size must be positive, got {batchSize}.");
        _data = data;
        _batchSize = Math.Min(batchSize, Math.Max(data.Count, 1));
        _order = [.. Enumerable.Range(0, data.Count)];
        Steps = (data.Count + _batchSize - 1) / _batchSize;
        _full = Stage(_batchSize);
        int rest = data.Count % _batchSize;
        _rest = rest > 0 ? Stage(rest) : null;
    }

    /// <summary>Batches in one pass.</summary>
    public int Steps { get; }

    /// <summary>Puts the samples into a new random order.</summary>
    public void Shuffle(Random random) => random.Shuffle(_order);

    /// <summary>The batch at a place of the pass.</summary>
    public Batch Get(int step)
    {
        int start = step * _batchSize;
        var batch = start + _batchSize <= _order.Length ? _full : _rest!;
        Fill(_data.X, batch.X, start);
        Fill(_data.Y, batch.Y, start);
        Fill(_data.SampleWeights, batch.Weights, start);
        return batch;
    }

    private Batch Stage(int count)
    {
        Tensor[] Room(Tensor[] tensors) => Array.ConvertAll(tensors, t => Tensor.Empty(t.Shape.With(0, count), t.DType, Device.Cpu));
        return new(Room(_data.X), Room(_data.Y), Room(_data.SampleWeights));
    }

    private void Fill(Tensor[] from, Tensor[] to, int start)
    {
        for (int i = 0; i < from.Length; i++)
        {
            var source = from[i].Contiguous();
            long row = source.Count / Math.Max(source.Length, 1) * source.DType.Size;
            for (int k = 0; k < to[i].Length; k++)
                Device.Cpu.Backend.Copy(source.Storage!, source.Offset * source.DType.Size + _order[start + k] * row, to[i].Storage!, k * row, row);
        }
    }
}
