namespace DeepSharp.Gpu;

/// <summary>Memory a kernel needs while it runs. The stream runs kernels in order, so all use the same bytes in turn.</summary>
internal sealed class ScratchMemory(CudaMemory memory)
{
    private const int Alignment = 256;

    private readonly List<CudaBlock> _blocks = [];
    private long _taken, _needed;

    /// <summary>The blocks in use; who captures work that uses them keeps them alive.</summary>
    public CudaBlock[] Blocks => [.. _blocks];

    /// <summary>All scratch memory is free again; several blocks become one that is large enough.</summary>
    public void Reset()
    {
        if (_blocks.Count > 1)
        {
            _blocks.Clear();
            _blocks.Add(memory.Allocate(_needed));
        }
        (_taken, _needed) = (0, 0);
    }

    /// <summary>Bytes that stand until the next <see cref="Reset"/>, aligned to 256.</summary>
    public DevicePointer Take(long bytes)
    {
        long size = (Math.Max(bytes, 1) + Alignment - 1) / Alignment * Alignment;
        _needed += size;
        if (_blocks.Count == 0 || _taken + size > _blocks[^1].Bytes)
        {
            _blocks.Add(memory.Allocate(size));
            _taken = 0;
        }
        var pointer = _blocks[^1].Pointer + _taken;
        _taken += size;
        return pointer;
    }
}
