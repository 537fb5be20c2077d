namespace DeepSharp;

/// <summary>Cuts tensors into batches, in order or shuffled, through staging memory that is used again and again.</summary>
/// <remarks>Large batches are copied together by a thread of their own while the device works on the batch before.</remarks>
internal sealed class ArrayFeed : BatchFeed
{
    /// <summary>Batches of fewer bytes are copied sooner than another thread is woken.</summary>
    private const long WorthAThread = 256 * 1024;

    private readonly DataSource _data;
    private readonly int _batchSize;
    private readonly int[] _order;
    private readonly Batch[] _slots;
    private readonly Batch? _rest;
    private readonly Stager? _stager;
    private int _next;

    public ArrayFeed(DataSource data, int batchSize)
    {
        if (batchSize <= 0) throw new InvalidValueException($"The batch size must be positive, got {batchSize}.");
        if (data.Count == 0) throw new ShapeMismatchException("The data holds no samples.");
        _data = data;
        _batchSize = Math.Min(batchSize, data.Count);
        _order = [.. Enumerable.Range(0, data.Count)];
        Steps = (data.Count + _batchSize - 1) / _batchSize;
        bool threaded = Steps > 1 && Environment.ProcessorCount > 1 && data.BytesPerSample * _batchSize >= WorthAThread;
        _slots = threaded ? [Stage(_batchSize), Stage(_batchSize)] : [Stage(_batchSize)];
        int rest = data.Count % _batchSize;
        _rest = rest > 0 ? Stage(rest) : null;
        _stager = threaded ? new(Fill) : null;
    }

    public override int? Steps { get; }

    public override long? Samples => _data.Count;

    public override void Restart(HostRandom? shuffle)
    {
        _stager?.Finish();
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
        shuffle?.Shuffle(_order);
        _next = 0;
        _stager?.Begin(0);
    }

    public override Batch? Next()
    {
        if (_next == Steps) return null;
        int step = _next++;
        if (_stager is null) Fill(step);
        else
        {
            _stager.Finish();
            if (_next < Steps) _stager.Begin(_next);
        }
        return SlotOf(step);
    }

    public override void Dispose() => _stager?.Dispose();

    private Batch SlotOf(int step) => step == Steps - 1 && _rest is not null ? _rest : _slots[step % _slots.Length];

    private Batch Stage(int count)
    {
        Tensor[] Room(Tensor[] tensors) => Array.ConvertAll(tensors, t => Tensor.Empty(t.Shape.With(0, count), t.DType, Device.Cpu));
        return new(Room(_data.X), Room(_data.Y), Room(_data.SampleWeights));
    }

    private void Fill(int step)
    {
        var batch = SlotOf(step);
        int start = step * _batchSize;
        Fill(_data.X, batch.X, start);
        Fill(_data.Y, batch.Y, start);
        Fill(_data.SampleWeights, batch.Weights, start);
    }

    private void Fill(Tensor[] from, Tensor[] to, int start)
    {
        for (int i = 0; i < from.Length; i++)
        {
            var source = from[i];
            long row = source.Spec.Bytes / source.Length;
            for (int k = 0; k < to[i].Length; k++)
                Device.Cpu.Backend.Copy(source.Storage!, source.Offset * source.DType.Size + _order[start + k] * row, to[i].Storage!, k * row, row);
        }
    }
}
