namespace DeepSharp.Hdf5;

/// <summary>How the elements of a dataset lie in the file.</summary>
internal enum LayoutKind
{
    Compact, Contiguous, Chunked, Virtual,
}

/// <summary>What leads to the chunks of a dataset.</summary>
internal enum ChunkIndexKind
{
    BTreeV1, SingleChunk, Implicit, FixedArray, ExtensibleArray, BTreeV2,
}

/// <summary>Where the elements of a dataset lie. Versions 1 to 4 of the message.</summary>
/// <param name="Kind">In the header, in one piece, or in chunks.</param>
/// <param name="Address">Where they or their index begin; −1 if nothing has been stored.</param>
internal sealed record DataLayout(LayoutKind Kind, long Address)
{
    /// <summary>Elements that stand in the header itself.</summary>
    public ReadOnlyMemory<byte> Inline { get; init; }

    /// <summary>Bytes in one piece, or −1 where the message does not say.</summary>
    public long Size { get; init; } = -1;

    /// <summary>The axis lengths of a chunk, the last being the bytes of an element.</summary>
    public long[] Chunk { get; init; } = [];

    /// <summary>What leads to the chunks.</summary>
    public ChunkIndexKind Index { get; init; }

    /// <summary>Whether chunks that reach over the edge are stored as they are.</summary>
    public bool PlainEdges { get; init; }

    /// <summary>Of a single chunk: its bytes in the file and the filters left out; null if it is not filtered.</summary>
    public (long Size, uint Mask)? Single { get; init; }

    public static DataLayout Parse(FileSpace file, ReadOnlyMemory<byte> body)
    {
        var r = file.Reader(body.Span, "data layout");
        int version = r.U8();
        return version switch
        {
            1 or 2 => ParseOld(ref r, body),
            3 => ParseNew(ref r, body, ReadChunks3),
            4 => ParseNew(ref r, body, ReadChunks4),
            _ => throw Damaged.Version("data layout", version),
        };
    }

    private delegate DataLayout ChunkParser(ref ByteReader r);

    private static DataLayout ParseOld(ref ByteReader r, ReadOnlyMemory<byte> body)
    {
        int rank = r.U8(), kind = r.U8();
        r.Skip(5);
        long address = kind is 1 or 2 ? r.Address() : -1;
        var dims = new long[rank];
        for (int i = 0; i < rank; i++) dims[i] = r.U32();
        switch (kind)
        {
            case 0:
                uint size = r.U32();
                int at = r.Position;
                r.Skip(size);
                return new(LayoutKind.Compact, -1) { Inline = body.Slice(at, (int)size) };
            case 1: return new(LayoutKind.Contiguous, address);
            case 2: return new(LayoutKind.Chunked, address) { Chunk = dims };
            default: throw Damaged.Because($"a data layout is of the unknown kind {kind}");
        }
    }

    private static DataLayout ParseNew(ref ByteReader r, ReadOnlyMemory<byte> body, ChunkParser chunks)
    {
        int kind = r.U8();
        switch (kind)
        {
            case 0:
                int size = r.U16(), at = r.Position;
                r.Skip(size);
                return new(LayoutKind.Compact, -1) { Inline = body.Slice(at, size) };
            case 1: return new(LayoutKind.Contiguous, r.Address()) { Size = r.Length() };
            case 2: return chunks(ref r);
            case 3: return new(LayoutKind.Virtual, -1);
            default: throw Damaged.Because($"a data layout is of the unknown kind {kind}");
        }
    }

    private static DataLayout ReadChunks3(ref ByteReader r)
    {
        var dims = new long[r.U8()];
        long address = r.Address();
        for (int i = 0; i < dims.Length; i++) dims[i] = r.U32();
        return new(LayoutKind.Chunked, address) { Chunk = dims };
    }

    private static DataLayout ReadChunks4(ref ByteReader r)
    {
        int flags = r.U8();
        var dims = new long[r.U8()];
        int bytes = r.U8();
        for (int i = 0; i < dims.Length; i++) dims[i] = r.Number(bytes);
        int kind = r.U8();
        if (kind is < 1 or > 5) throw Damaged.Because($"a chunk index is of the unknown kind {kind}");
        var index = (ChunkIndexKind)kind;
        (long, uint)? single = index == ChunkIndexKind.SingleChunk && (flags & 2) != 0 ? (r.Length(), r.U32()) : null;
        // The settings with which an index was made stand in its own header, too.
        r.Skip(index switch { ChunkIndexKind.FixedArray => 1, ChunkIndexKind.ExtensibleArray => 5, ChunkIndexKind.BTreeV2 => 6, _ => 0 });
        return new(LayoutKind.Chunked, r.Address()) { Chunk = dims, Index = index, PlainEdges = (flags & 1) != 0, Single = single };
    }
}
