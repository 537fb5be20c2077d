namespace DeepSharp.Hdf5;

/// <summary>Writes object headers of version 1: a list of messages.</summary>
internal sealed class HeaderEncoder(TextHeap texts)
{
    private readonly List<(MessageKind Kind, byte[] Body)> _messages = [];
    private readonly List<(int Message, int At)> _open = [];

    /// <summary>Adds a message.</summary>
    public void Add(MessageKind kind, MetadataBuffer body)
    {
        body.Align();
        if (body.Length > ushort.MaxValue)
            throw new ModelFileException($"A list of names takes {body.Length} bytes, more than the {ushort.MaxValue} that an HDF5 attribute can hold.");
        _messages.Add((kind, body.Bytes.ToArray()));
    }

    /// <summary>Remembers eight bytes of the last message that are set when the place of the data is known.</summary>
    public void Open(int at) => _open.Add((_messages.Count - 1, at));

    /// <summary>Adds the attributes of a node.</summary>
    public void Add(Hdf5Node node)
    {
        foreach (var (name, values, isList) in node.Attributes)
        {
            var type = TypeEncoder.Text();
            var space = Dataspace(isList ? [values.Length] : []);
            var body = new MetadataBuffer().U8(3, 0);
            int nameSize = new MetadataBuffer().Text(name).Length;
            body.U16(nameSize).U16(type.Length).U16(space.Length).U8(1).Text(name).U8(type).U8(space.Bytes);
            foreach (string value in values) texts.Reference(body, value);
            Add(MessageKind.Attribute, body);
        }
    }

    /// <summary>A dataspace message.</summary>
    public static MetadataBuffer Dataspace(ReadOnlySpan<int> dims)
    {
        var body = new MetadataBuffer().U8(1, (byte)dims.Length, 0).Zeros(5);
        foreach (int d in dims) body.I64(d);
        return body;
    }

    /// <summary>Writes the header.</summary>
    /// <returns>Its address, and the places of the bytes that were left open.</returns>
    public (int Address, int[] Open) Write(MetadataBuffer buffer)
    {
        buffer.Align();
        int address = buffer.Length;
        var starts = new int[_messages.Count];
        buffer.U8(1, 0).U16(_messages.Count).U32(1).U32(_messages.Sum(m => 8L + m.Body.Length)).Zeros(4);
        foreach (var (i, (kind, body)) in _messages.Index())
        {
            buffer.U16((int)kind).U16(body.Length).Zeros(4);
            starts[i] = buffer.Length;
            buffer.U8(body);
        }
        return (address, [.. _open.Select(o => starts[o.Message] + o.At)]);
    }
}
