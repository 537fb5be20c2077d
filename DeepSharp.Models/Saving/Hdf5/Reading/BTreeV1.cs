namespace DeepSharp.Hdf5;

/// <summary>The older B-tree. Its leaves point to the symbol tables of a group, or to the chunks of a dataset.</summary>
internal static class BTreeV1
{
    private const int MaxLevel = 32;

    /// <summary>The keys and addresses of all leaf entries.</summary>
    /// <param name="file">The file.</param>
    /// <param name="root">The root node's address.</param>
    /// <param name="type">0 for groups, 1 for chunks.</param>
    /// <param name="keySize">Bytes of a key.</param>
    public static IEnumerable<(ReadOnlyMemory<byte> Key, long Child)> Leaves(FileSpace file, long root, int type, int keySize) =>
        Node(file, root, type, keySize, MaxLevel, []);

    private static IEnumerable<(ReadOnlyMemory<byte> Key, long Child)> Node(FileSpace file, long address, int type, int keySize, int below, HashSet<long> seen)
    {
        if (!seen.Add(address)) throw Damaged.Because($"the B-tree node at {address} is reached twice");
        var (level, entries) = Parse(file, address, type, keySize);
        if (level >= below) throw Damaged.Because($"the B-tree node at {address} says it has level {level} below level {below}");
        foreach (var (key, child) in entries)
            if (level == 0) yield return (key, child);
            else
                foreach (var leaf in Node(file, child, type, keySize, level, seen)) yield return leaf;
    }

    private static (int Level, List<(ReadOnlyMemory<byte>, long)> Entries) Parse(FileSpace file, long address, int type, int keySize)
    {
        int prefix = 8 + 2 * file.Sizes.Offset;
        var r = file.Reader(file.Read(address, prefix, "B-tree node"), "B-tree node");
        r.Signature("TREE"u8);
        var (found, level, used) = (r.U8(), r.U8(), r.U16());
        if (found != type) throw Damaged.Because($"the B-tree node at {address} is of type {found} where type {type} should be");
        var body = file.Read(address + prefix, (long)used * (keySize + file.Sizes.Offset), "B-tree node");
        var fields = file.Reader(body, "B-tree node");
        var entries = new List<(ReadOnlyMemory<byte>, long)>(used);
        for (int i = 0; i < used; i++)
        {
            int at = fields.Position;
            fields.Skip(keySize);
            entries.Add((body.AsMemory(at, keySize), fields.Address()));
        }
        return (level, entries);
    }
}
