namespace DeepSharp;

/// <summary>Places of all intermediate tensors in one block of memory, reused by lifetime.</summary>
/// <remarks>Greedy by size: the largest tensors are placed first, each at the lowest free offset among those alive at the same time.</remarks>
internal sealed class MemoryPlan
{
    private const long Alignment = 64;

    private readonly List<Buffer> _buffers = [];

    /// <summary>Bytes of the block.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes the tensors would take without reuse.</summary>
    public long BytesWithoutReuse { get; private set; }

    /// <summary>A tensor alive from the step that makes it to the last that uses it.</summary>
    public sealed class Buffer(long bytes, int first, int last)
    {
        public long Bytes { get; } = (Math.Max(bytes, 1) + Alignment - 1) / Alignment * Alignment;

        public int First { get; } = first;

        public int Last { get; set; } = last;

        public long Offset { get; set; }
    }

    public Buffer Add(long bytes, int first, int last)
    {
        var buffer = new Buffer(bytes, first, last);
        _buffers.Add(buffer);
        BytesWithoutReuse += buffer.Bytes;
        return buffer;
    }

    /// <summary>Fixes every offset.</summary>
    public void Place()
    {
        var placed = new List<Buffer>();
        foreach (var buffer in _buffers.OrderByDescending(b => b.Bytes).ThenBy(b => b.First))
        {
            long offset = 0;
            foreach (var other in placed)
            {
                if (other.Last < buffer.First || buffer.Last < other.First) continue;
                if (offset + buffer.Bytes <= other.Offset) break;
                offset = Math.Max(offset, other.Offset + other.Bytes);
            }
            buffer.Offset = offset;
            int at = placed.FindIndex(b => b.Offset > offset);
            placed.Insert(at < 0 ? placed.Count : at, buffer);
            Bytes = Math.Max(Bytes, offset + buffer.Bytes);
        }
    }
}
