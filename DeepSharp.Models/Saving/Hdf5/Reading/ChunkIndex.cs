namespace DeepSharp.Hdf5;

/// <summary>Finds the chunks of a dataset, whichever index the file keeps of them.</summary>
/// <param name="File">The file.</param>
/// <param name="Layout">The dataset's layout.</param>
/// <param name="Grid">How it is divided.</param>
/// <param name="Filtered">Whether chunks have filters.</param>
/// <param name="ChunkBytes">The bytes of a chunk without filters.</param>
internal sealed record ChunkIndex(FileSpace File, DataLayout Layout, ChunkGrid Grid, bool Filtered, long ChunkBytes)
{
    /// <summary>The chunks that are there.</summary>
    public IEnumerable<StoredChunk> Chunks()
    {
        if (Layout.Address < 0) return [];
        return Layout.Index switch
        {
            ChunkIndexKind.BTreeV1 => Old(),
            ChunkIndexKind.SingleChunk => [new(new long[Grid.Counts.Length], Layout.Address, Layout.Single?.Size ?? ChunkBytes, Layout.Single?.Mask ?? 0)],
            ChunkIndexKind.Implicit => Implicit(),
            ChunkIndexKind.FixedArray => Listed(FixedArray.Elements(File, Layout.Address, Filtered)),
            ChunkIndexKind.ExtensibleArray => Listed(ExtensibleArray.Elements(File, Layout.Address, Filtered)),
            _ => Tree(),
        };
    }

    private IEnumerable<StoredChunk> Old()
    {
        int rank = Grid.Counts.Length;
        foreach (var (key, child) in BTreeV1.Leaves(File, Layout.Address, 1, 8 + 8 * (rank + 1))) yield return FromKey(key.Span, child, rank);
    }

    private StoredChunk FromKey(ReadOnlySpan<byte> key, long address, int rank)
    {
        var r = File.Reader(key, "key of a chunk");
        var (size, mask) = (r.U32(), r.U32());
        var place = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            (place[i], long rest) = Math.DivRem(r.Number(8), Grid.Chunk[i]);
            if (rest != 0) throw Damaged.Because("a chunk does not begin where chunks begin");
        }
        return new(place, address, size, mask);
    }

    private IEnumerable<StoredChunk> Implicit()
    {
        long count = Grid.Counts.Aggregate(1L, (a, b) => a * b);
        for (long i = 0; i < count; i++)
            if (Grid.Place(i) is var place && Grid.Holds(place)) yield return new(place, Layout.Address + i * ChunkBytes, ChunkBytes, 0);
    }

    /// <summary>Elements of an array: an address, and where there are filters size and mask.</summary>
    private IEnumerable<StoredChunk> Listed(IEnumerable<(long Index, ReadOnlyMemory<byte> Element)> elements)
    {
        foreach (var (index, element) in elements)
        {
            var (address, size, mask) = Entry(element.Span);
            if (address >= 0 && Grid.Place(index) is var place && Grid.Holds(place)) yield return new(place, address, size, mask);
        }
    }

    private IEnumerable<StoredChunk> Tree()
    {
        foreach (var record in BTreeV2.Records(File, Layout.Address, Filtered ? 11 : 10))
        {
            int places = 8 * Grid.Counts.Length;
            if (record.Length < places) throw Damaged.Because("a record of a chunk is too short");
            var (address, size, mask) = Entry(record.Span[..^places]);
            yield return new(Places(record.Span[^places..]), address, size, mask);
        }
    }

    private (long Address, long Size, uint Mask) Entry(ReadOnlySpan<byte> element)
    {
        var r = File.Reader(element, "entry of a chunk");
        long address = r.Address();
        if (!Filtered) return (address, ChunkBytes, 0);
        long size = r.Number(element.Length - File.Sizes.Offset - 4);
        return (address, size, r.U32());
    }

    private long[] Places(ReadOnlySpan<byte> bytes)
    {
        var r = File.Reader(bytes, "record of a chunk");
        var place = new long[Grid.Counts.Length];
        for (int i = 0; i < place.Length; i++) place[i] = r.Number(8);
        return place;
    }
}
