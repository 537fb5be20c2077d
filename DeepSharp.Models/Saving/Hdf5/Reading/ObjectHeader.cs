namespace DeepSharp.Hdf5;

/// <summary>The header of a group or dataset: a list of messages, in one or more blocks. Versions 1 and 2.</summary>
internal sealed class ObjectHeader
{
    private const int SharedFlag = 2, MaxMessages = 1 << 20;

    private readonly FileSpace _file;
    private readonly List<HeaderMessage> _messages = [];
    private readonly Queue<(long Address, long Length)> _blocks = [];
    private readonly HashSet<long> _seen = [];
    private readonly int _depth;
    private bool _tracksOrder;

    private ObjectHeader(FileSpace file, long address, int depth) => (_file, Address, _depth) = (file, address, depth);

    /// <summary>Where the header lies; an object's identity.</summary>
    public long Address { get; }

    /// <summary>The messages in order.</summary>
    public IReadOnlyList<HeaderMessage> Messages => _messages;

    /// <summary>The first message of a kind, or null.</summary>
    public HeaderMessage? Find(MessageKind kind)
    {
        foreach (var m in _messages)
            if (m.Kind == kind) return m;
        return null;
    }

    /// <summary>Reads a header with all its blocks.</summary>
    public static ObjectHeader Read(FileSpace file, long address, int depth = 0)
    {
        if (depth > 8) throw Damaged.Because("shared messages refer to each other without end");
        var header = new ObjectHeader(file, address, depth);
        var start = file.ReadUpTo(address, 34, "object header");
        bool isNew = start.AsSpan().StartsWith("OHDR"u8);
        if (isNew) header.ReadFirstNew(start);
        else header.ReadFirstOld(start);
        while (header._blocks.TryDequeue(out var block))
        {
            if (!header._seen.Add(block.Address)) throw Damaged.Because($"the object header at {address} goes on in a circle");
            if (isNew) header.ReadNew(file.ReadChecked(block.Address, block.Length, "object header's block"));
            else header.ReadOld(file.Read(block.Address, block.Length, "object header's block"));
        }
        return header;
    }

    private void ReadFirstOld(byte[] start)
    {
        var r = _file.Reader(start, "object header");
        byte version = r.U8();
        if (version != 1) throw Damaged.Version("object header", version);
        r.Skip(7);
        uint length = r.U32();
        _seen.Add(Address + 16);
        ReadOld(_file.Read(Address + 16, length, "object header"));
    }

    private void ReadOld(byte[] block)
    {
        var r = _file.Reader(block, "object header");
        while (r.Left >= 8)
        {
            var (kind, size, flags) = (r.U16(), r.U16(), r.U8());
            r.Skip(3);
            int at = r.Position;
            r.Skip(size);
            Add(kind, flags, block.AsMemory(at, size));
        }
    }

    private void ReadFirstNew(byte[] start)
    {
        var r = _file.Reader(start, "object header");
        r.Signature("OHDR"u8, 2);
        int flags = r.U8();
        _tracksOrder = (flags & 4) != 0;
        if ((flags & 0x20) != 0) r.Skip(16);
        if ((flags & 0x10) != 0) r.Skip(4);
        long length = r.Number(1 << (flags & 3));
        var prefix = r.Position;
        if (length > _file.Length) throw Damaged.Because($"the object header at {Address} says it has {length} bytes");
        var all = _file.ReadChecked(Address, prefix + length + 4, "object header");
        Parse(all, prefix);
    }

    private void ReadNew(byte[] block)
    {
        if (!block.AsSpan().StartsWith("OCHK"u8)) throw Damaged.Because($"the object header at {Address} goes on where no header is");
        Parse(block, 4);
    }

    private void Parse(byte[] block, int start)
    {
        var r = _file.Reader(block, "object header");
        r.Skip(start);
        int prefix = _tracksOrder ? 6 : 4;
        while (r.Left >= prefix)        // what is left at the end is a gap
        {
            var (kind, size, flags) = (r.U8(), r.U16(), r.U8());
            r.Skip(prefix - 4);
            int at = r.Position;
            r.Skip(size);
            Add(kind, flags, block.AsMemory(at, size));
        }
    }

    private void Add(int kind, int flags, ReadOnlyMemory<byte> body)
    {
        _file.Spend(16);
        if (_messages.Count >= MaxMessages) throw Damaged.Because($"the object header at {Address} has more than {MaxMessages} messages");
        if ((MessageKind)kind == MessageKind.Continuation)
        {
            var r = _file.Reader(body.Span, "continuation of an object header");
            _blocks.Enqueue((r.Address(), r.Length()));
        }
        else _messages.Add((flags & SharedFlag) != 0 ? Resolve(_file, (MessageKind)kind, body, _depth) : new((MessageKind)kind, body));
    }

    /// <summary>A message that stands in another header, such as a named datatype.</summary>
    /// <param name="file">The file.</param>
    /// <param name="kind">The message's kind.</param>
    /// <param name="body">What stands in its place.</param>
    /// <param name="depth">How many such messages led here.</param>
    public static HeaderMessage Resolve(FileSpace file, MessageKind kind, ReadOnlyMemory<byte> body, int depth)
    {
        var r = file.Reader(body.Span, "shared message");
        var (version, type) = (r.U8(), r.U8());
        if (version is < 1 or > 3) throw Damaged.Version("shared message", version);
        if (version == 1) r.Skip(6);
        if (version == 3 && type == 1) throw Damaged.Unsupported("messages shared in a table", "Write it again with h5py's defaults.");
        return Read(file, r.Address(), depth + 1).Find(kind) ?? throw Damaged.Because("a shared message is not where it should be");
    }
}
