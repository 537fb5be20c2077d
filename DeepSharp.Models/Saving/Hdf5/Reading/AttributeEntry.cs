namespace DeepSharp.Hdf5;

/// <summary>An attribute as it stands in a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Space">Its shape.</param>
/// <param name="Data">Its elements.</param>
internal sealed record AttributeEntry(string Name, Datatype Type, Dataspace Space, ReadOnlyMemory<byte> Data)
{
    /// <summary>All attributes of an object, wherever they are kept.</summary>
    public static Dictionary<string, AttributeEntry> ReadAll(FileSpace file, ObjectHeader header)
    {
        var entries = new Dictionary<string, AttributeEntry>();
        foreach (var body in Bodies(file, header))
        {
            var entry = Parse(file, body);
            if (!entries.TryAdd(entry.Name, entry)) throw Damaged.Because($"an object has the attribute '{entry.Name}' twice");
        }
        return entries;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Bodies(FileSpace file, ObjectHeader header)
    {
        foreach (var message in header.Messages)
            if (message.Kind == MessageKind.Attribute) yield return message.Body;
        if (header.Find(MessageKind.AttributeInfo) is not { } info) yield break;
        var (heapAddress, tree) = DenseStorage.Parse(file, info.Body.Span, "attribute info", 2);
        if (heapAddress < 0) yield break;
        var heap = new FractalHeap(file, heapAddress);
        foreach (var record in BTreeV2.Records(file, tree, 8))
        {
            // An identifier of eight bytes, the message's flags, a counter, the name's hash.
            if (record.Length > 8 && (record.Span[8] & 2) != 0)
                throw Damaged.Unsupported("attributes shared in a table", "Write it again with h5py's defaults.");
            yield return heap.Get(record.Span);
        }
    }

    private static AttributeEntry Parse(FileSpace file, ReadOnlyMemory<byte> body)
    {
        var r = file.Reader(body.Span, "attribute");
        byte version = r.U8(), flags = r.U8();
        if (version is < 1 or > 3) throw Damaged.Version("attribute", version);
        var (nameSize, typeSize, spaceSize) = (r.U16(), r.U16(), r.U16());
        if (version == 3) r.Skip(1);
        int unit = version == 1 ? 8 : 1;
        var nameBytes = r.Take(nameSize);
        r.Align(unit);
        string name = ByteReader.Text(nameBytes.IndexOf((byte)0) is >= 0 and var end ? nameBytes[..end] : nameBytes);
        int typeAt = r.Position;
        r.Skip(typeSize);
        r.Align(unit);
        int spaceAt = r.Position;
        r.Skip(spaceSize);
        r.Align(unit);
        ReadOnlyMemory<byte> Part(int at, int size, int flag, MessageKind kind) => version > 1 && (flags & flag) != 0
            ? ObjectHeader.Resolve(file, kind, body.Slice(at, size), 0).Body
            : body.Slice(at, size);
        var type = Datatype.Parse(file, Part(typeAt, typeSize, 1, MessageKind.Datatype).Span);
        var space = Dataspace.Parse(file, Part(spaceAt, spaceSize, 2, MessageKind.Dataspace).Span);
        if (space.Count > r.Left / type.Size) throw Damaged.Because($"the attribute '{name}' is longer than its header says");
        return new(name, type, space, body.Slice(r.Position, (int)(space.Count * type.Size)));
    }
}
