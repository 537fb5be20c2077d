namespace DeepSharp.Cuda;

/// <summary>
/// What kernels found wrong with their inputs, such as an index outside an axis. Kernels cannot throw: they leave the value in host memory the device can write to, and the error
/// comes when results are read.
/// </summary>
internal sealed unsafe class KernelFaults
{
    private const int Slots = 1024;
    private const uint Portable = 1, Mapped = 2;

    private readonly long* _slots;
    private readonly List<(Op Op, long Limit, Func<Op, long, long, Exception> Error)> _kinds = [];
    private readonly Dictionary<(Op Op, long Limit), int> _known = [];

    public KernelFaults()
    {
        void* memory;
        Driver.Check(DriverApi.cuMemHostAlloc(&memory, Slots * 2 * sizeof(long), Portable | Mapped), nameof(DriverApi.cuMemHostAlloc));
        new Span<byte>(memory, Slots * 2 * sizeof(long)).Clear();
        _slots = (long*)memory;
    }

    /// <summary>Where a kernel notes a bad value: two int64, a flag and the value. Equal ops with equal limits share the place.</summary>
    /// <param name="op">The op at fault.</param>
    /// <param name="limit">The first value that is not allowed.</param>
    /// <param name="error">Makes the error from the op, the limit and the value.</param>
    public DevicePointer Slot(Op op, long limit, Func<Op, long, long, Exception> error)
    {
        if (!_known.TryGetValue((op, limit), out int slot))
        {
            // Should there ever be more kinds than places, the last is shared: an error then may name another op's limit, none is lost.
            slot = Math.Min(_kinds.Count, Slots - 1);
            if (_kinds.Count < Slots) _kinds.Add((op, limit, error));
            _known.Add((op, limit), slot);
        }
        return new((ulong)(_slots + 2 * slot));
    }

    /// <summary>Throws what kernels have noted since the last call; the stream must be synchronized.</summary>
    public void Throw()
    {
        for (int i = 0; i < _kinds.Count; i++)
        {
            if (Volatile.Read(ref _slots[2 * i]) == 0) continue;
            long value = _slots[2 * i + 1];
            _slots[2 * i] = 0;
            var (op, limit, error) = _kinds[i];
            throw error(op, limit, value);
        }
    }
}
