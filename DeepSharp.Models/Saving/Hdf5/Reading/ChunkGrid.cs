namespace DeepSharp.Hdf5;

/// <summary>How a dataset is divided into chunks.</summary>
internal sealed class ChunkGrid
{
    private readonly long[] _max;

    public ChunkGrid(Dataspace space, long[] chunk)
    {
        Chunk = chunk;
        Counts = [.. space.Dims.Select((d, i) => Ceiling(d, chunk[i]))];
        _max = [.. space.MaxDims.Select((d, i) => d < 0 ? -1 : Math.Max(1, Ceiling(d, chunk[i])))];
    }

    /// <summary>The axis lengths of a chunk.</summary>
    public long[] Chunk { get; }

    /// <summary>Chunks along each axis.</summary>
    public long[] Counts { get; }

    /// <summary>The place in the grid of the chunk that stands at an index in row-major order, counted over what the dataset may grow to. An axis that
    /// grows without end counts as the first.</summary>
    public long[] Place(long index)
    {
        int free = Array.IndexOf(_max, -1);
        int[] order = free <= 0 ? [.. Enumerable.Range(0, _max.Length)] : [free, .. Enumerable.Range(0, _max.Length).Where(a => a != free)];
        var place = new long[_max.Length];
        for (int i = order.Length - 1; i > 0; i--) (index, place[order[i]]) = Math.DivRem(index, Math.Max(1, _max[order[i]]));
        place[order[0]] = index;
        return place;
    }

    /// <summary>Whether a place is in the dataset as it is now.</summary>
    public bool Holds(long[] place)
    {
        for (int i = 0; i < place.Length; i++)
            if (place[i] < 0 || place[i] >= Counts[i]) return false;
        return true;
    }

    private static long Ceiling(long length, long unit) => length / unit + (length % unit == 0 ? 0 : 1);
}
