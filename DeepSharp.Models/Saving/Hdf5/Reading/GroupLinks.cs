namespace DeepSharp.Hdf5;

/// <summary>Lists what is in a group, in any of the three ways that files keep it.</summary>
internal static class GroupLinks
{
    /// <summary>The links by name.</summary>
    /// <exception cref="InvalidDataException">The group is damaged, or has a name twice.</exception>
    public static Dictionary<string, LinkTarget> Read(FileSpace file, ObjectHeader header)
    {
        var links = new Dictionary<string, LinkTarget>();
        foreach (var (name, target) in All(file, header))
        {
            if (name.Length == 0 || name.Contains('/')) throw Damaged.Because($"a group has the name '{name}', which no path can reach");
            if (!links.TryAdd(name, target)) throw Damaged.Because($"a group has the name '{name}' twice");
        }
        return links;
    }

    /// <summary>Whether a header is that of a group.</summary>
    public static bool IsGroup(ObjectHeader header) => header.Find(MessageKind.SymbolTable) is not null || header.Find(MessageKind.LinkInfo) is not null
        || header.Find(MessageKind.Link) is not null;

    private static IEnumerable<(string Name, LinkTarget Target)> All(FileSpace file, ObjectHeader header)
    {
        foreach (var message in header.Messages)
            switch (message.Kind)
            {
                case MessageKind.SymbolTable:
                    foreach (var link in Old(file, message.Body)) yield return link;
                    break;
                case MessageKind.Link:
                    yield return LinkTarget.Parse(file, message.Body.Span);
                    break;
                case MessageKind.LinkInfo:
                    foreach (var link in Dense(file, message.Body)) yield return link;
                    break;
            }
    }

    private static IEnumerable<(string, LinkTarget)> Old(FileSpace file, ReadOnlyMemory<byte> body)
    {
        var (tree, heapAddress) = Addresses(file, body);
        var heap = new LocalHeap(file, heapAddress);
        foreach (var (_, child) in BTreeV1.Leaves(file, tree, 0, file.Sizes.Length))
            foreach (var link in Symbols(file, child, heap)) yield return link;
    }

    private static (long Tree, long Heap) Addresses(FileSpace file, ReadOnlyMemory<byte> body)
    {
        var r = file.Reader(body.Span, "symbol table message");
        return (r.Address(), r.Address());
    }

    /// <summary>A node of a symbol table: names with the addresses of their objects.</summary>
    private static List<(string, LinkTarget)> Symbols(FileSpace file, long address, LocalHeap heap)
    {
        var prefix = file.Reader(file.Read(address, 8, "symbol table"), "symbol table");
        prefix.Signature("SNOD"u8, 1);
        prefix.U8();
        int count = prefix.U16(), size = 2 * file.Sizes.Offset + 24;
        var r = file.Reader(file.Read(address + 8, (long)count * size, "symbol table"), "symbol table");
        var links = new List<(string, LinkTarget)>(count);
        for (int i = 0; i < count; i++)
        {
            var (name, header, cached) = (r.Number(file.Sizes.Offset), r.Address(), r.U32());
            r.U32();
            uint softPath = r.U32();
            r.Skip(12);
            links.Add((heap.Text(name), cached == 2 ? new(-1, Path: heap.Text(softPath)) : new(header)));
        }
        return links;
    }

    private static IEnumerable<(string, LinkTarget)> Dense(FileSpace file, ReadOnlyMemory<byte> body)
    {
        var (heapAddress, tree) = DenseStorage.Parse(file, body.Span, "link info", 8);
        if (heapAddress < 0) yield break;
        var heap = new FractalHeap(file, heapAddress);
        // A record is the name's hash and an identifier of seven bytes.
        foreach (var record in BTreeV2.Records(file, tree, 5)) yield return LinkTarget.Parse(file, heap.Get(record.Span[4..]));
    }
}
