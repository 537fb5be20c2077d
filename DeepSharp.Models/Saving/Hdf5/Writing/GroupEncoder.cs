using System.Text;

namespace DeepSharp.Hdf5;

/// <summary>Writes the names of a group in the older style, which every library reads: a heap of names, tables of up to eight of them in
/// order, and a B-tree over the tables.</summary>
internal static class GroupEncoder
{
    /// <summary>Half of the most entries of a table, and of the most children of a node; HDF5's defaults.</summary>
    public const int LeafK = 4, InternalK = 16;

    /// <summary>Writes a group's names.</summary>
    /// <param name="buffer">Takes the structures.</param>
    /// <param name="children">The names with the addresses of their headers.</param>
    /// <returns>The addresses of B-tree and heap.</returns>
    public static (long Tree, long Heap) Write(MetadataBuffer buffer, IEnumerable<(string Name, long Address)> children)
    {
        var sorted = children.Select(c => (Key: Encoding.UTF8.GetBytes(c.Name), c.Name, c.Address)).ToList();
        sorted.Sort((a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));

        var names = new MetadataBuffer().Zeros(8);      // the empty name, which comes before all others
        var entries = new List<(long Name, long Address)>(sorted.Count);
        foreach (var (_, name, address) in sorted)
        {
            entries.Add((names.Length, address));
            names.Text(name, 8);
        }
        buffer.Align();
        long heap = buffer.Length;
        buffer.U8("HEAP"u8).Zeros(4).I64(names.Length).I64(1).I64(heap + 32).U8(names.Bytes);

        // A child's key is the name that it ends with.
        var nodes = entries.Chunk(2 * LeafK).Select(table => (Last: table[^1].Name, Address: Table(buffer, table))).ToList();
        int level = 0;
        do
        {
            long first = 0;
            var above = new List<(long Last, long Address)>();
            var groups = nodes.Chunk(2 * InternalK).ToList();
            if (groups.Count == 0) groups.Add([]);
            foreach (var (i, below) in groups.Index())
            {
                above.Add((below.Length == 0 ? 0 : below[^1].Last, Node(buffer, level, first, below, i > 0, i < groups.Count - 1)));
                first = above[^1].Last;
            }
            (nodes, level) = (above, level + 1);
        }
        while (nodes.Count > 1);
        return (nodes[0].Address, heap);
    }

    private static long Table(MetadataBuffer buffer, (long Name, long Address)[] entries)
    {
        long at = buffer.Length;
        buffer.U8("SNOD"u8).U8(1, 0).U16(entries.Length);
        foreach (var (name, address) in entries) buffer.I64(name).I64(address).Zeros(24);
        buffer.Zeros((2 * LeafK - entries.Length) * 40);
        return at;
    }

    private static long Node(MetadataBuffer buffer, int level, long first, (long Last, long Address)[] children, bool hasLeft, bool hasRight)
    {
        const int Size = 24 + (2 * InternalK + 1) * 8 + 2 * InternalK * 8;
        long at = buffer.Length;
        // The nodes of a level lie one after the other.
        buffer.U8("TREE"u8).U8(0, (byte)level).U16(children.Length);
        buffer.I64(hasLeft ? at - Size : MetadataBuffer.Undefined).I64(hasRight ? at + Size : MetadataBuffer.Undefined).I64(first);
        foreach (var (last, address) in children) buffer.I64(address).I64(last);
        buffer.Zeros((2 * InternalK - children.Length) * 16);
        return at;
    }
}
