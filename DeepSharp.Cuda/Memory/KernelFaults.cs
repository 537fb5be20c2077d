namespace DeepSharp.Gpu;

/// <summary>Makes the error for what a kernel found wrong.</summary>
/// <param name="op">The op at fault.</param>
/// <param name="limit">The first value that is not allowed.</param>
/// <param name="value">The bad value.</param>
/// <param name="place">Where it stood.</param>
internal delegate Exception KernelFault(Op op, long limit, long value, long place);

/// <summary>
/// What kernels found wrong with their inputs, such as an index outside an axis. Kernels cannot throw: they leave the value in host memory the device can write to, and the error
/// comes when results are read.
/// </summary>
internal sealed unsafe class KernelFaults
{
    private const int Slots = 1024, Words = 4;
    private const uint Portable = 1, Mapped = 2;

    private readonly long* _slots;
    private readonly List<(Op Op, long Limit, KernelFault Error)> _kinds = [];
    private readonly Dictionary<(Op Op, long Limit), int> _known = [];

    public KernelFaults()
    {
        void* memory;
        Driver.Check(DriverApi.cuMemHostAlloc(&memory, Slots * Words * sizeof(long), Portable | Mapped), nameof(DriverApi.cuMemHostAlloc));
        new Span<byte>(memory, Slots * Words * sizeof(long)).Clear();
        _slots = (long*)memory;
    }

    /// <summary>Where a kernel notes a bad value: int64 words for a flag, the value and its place. Equal ops with equal limits share the place.</summary>
    /// <param name="op">The op at fault.</param>
    /// <param name="limit">The first value that is not allowed.</param>
    /// <param name="error">Makes the error.</param>
    public DevicePointer Slot(Op op, long limit, KernelFault error)
    {
        if (!_known.TryGetValue((op, limit), out int slot))
        {
            // Should there ever be more kinds than places, the last is shared: an error then may name another op's limit, none is lost.
            slot = Math.Min(_kinds.Count, Slots - 1);
            if (_kinds.Count < Slots) _kinds.Add((op, limit, error));
            _known.Add((op, limit), slot);
        }
        return new((ulong)(_slots + Words * slot));
    }

    /// <summary>Throws what kernels have noted since the last call; the stream must be synchronized.</summary>
    public void Throw()
    {
        for (int i = 0; i < _kinds.Count; i++)
        {
            long* words = _slots + Words * i;
            if (Volatile.Read(ref words[0]) == 0) continue;
            words[0] = 0;
            var (op, limit, error) = _kinds[i];
            throw error(op, limit, words[1], words[2]);
        }
    }
}
