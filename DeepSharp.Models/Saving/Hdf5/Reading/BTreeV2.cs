using System.Numerics;

namespace DeepSharp.Hdf5;

/// <summary>The newer B-tree: records of fixed size, sorted, in leaves and in inner nodes.</summary>
internal static class BTreeV2
{
    private const int Overhead = 10, MaxDepth = 32;

    private sealed record Header(int Type, int NodeSize, int RecordSize, int CountSize, int[] TotalSizes);

    /// <summary>All records in order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">The header's address.</param>
    /// <param name="type">The kind of records that must be in it.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Records(FileSpace file, long address, int type)
    {
        int length = 22 + file.Sizes.Offset + file.Sizes.Length;
        var r = file.Reader(file.ReadChecked(address, length, "B-tree header"), "B-tree header");
        r.Signature("BTHD"u8, 0);
        var (found, nodeSize, recordSize, depth) = (r.U8(), r.U32(), r.U16(), r.U16());
        r.Skip(2);
        var (root, count) = (r.Address(), r.U16());
        if (found != type) throw Damaged.Because($"the B-tree at {address} is of type {found} where type {type} should be");
        if (recordSize == 0 || nodeSize < Overhead + recordSize || nodeSize > 1 << 24 || depth > MaxDepth)
            throw Damaged.Because($"the B-tree at {address} has impossible sizes");
        if (root < 0) return [];
        return Node(file, Sizes(file, found, (int)nodeSize, recordSize, depth), root, count, depth, []);
    }

    /// <summary>Works out how long the counts beside the child addresses are on each level.</summary>
    private static Header Sizes(FileSpace file, int type, int nodeSize, int recordSize, int depth)
    {
        long most = (nodeSize - Overhead) / recordSize;
        int countSize = ByteCount((ulong)most);
        var totals = new int[depth + 1];
        UInt128 total = (UInt128)most;
        for (int level = 1; level <= depth; level++)
        {
            int pointer = file.Sizes.Offset + countSize + totals[level - 1];
            long fit = (nodeSize - Overhead - pointer) / (recordSize + pointer);
            if (fit < 1) throw Damaged.Because("a B-tree's nodes are too small for its depth");
            total = UInt128.Min((UInt128)(fit + 1) * total + (UInt128)fit, ulong.MaxValue);
            totals[level] = ByteCount((ulong)total);
        }
        return new(type, nodeSize, recordSize, countSize, totals);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Node(FileSpace file, Header tree, long address, int count, int level, HashSet<long> seen)
    {
        if (!seen.Add(address)) throw Damaged.Because($"the B-tree node at {address} is reached twice");
        int pointer = level == 0 ? 0 : file.Sizes.Offset + tree.CountSize + tree.TotalSizes[level - 1];
        long length = 6 + (long)count * tree.RecordSize + (level == 0 ? 0 : (count + 1L) * pointer) + 4;
        if (length > tree.NodeSize) throw Damaged.Because($"the B-tree node at {address} says it has {count} records, more than fit");
        var node = file.ReadChecked(address, length, "B-tree node");
        var children = Children(file, tree, node, count, level);
        for (int i = 0; i <= count; i++)
        {
            if (level > 0)
                foreach (var record in Node(file, tree, children[i].Address, children[i].Count, level - 1, seen)) yield return record;
            if (i < count) yield return node.AsMemory(6 + i * tree.RecordSize, tree.RecordSize);
        }
    }

    private static List<(long Address, int Count)> Children(FileSpace file, Header tree, byte[] node, int count, int level)
    {
        var r = file.Reader(node, "B-tree node");
        if (level == 0) r.Signature("BTLF"u8, 0);
        else r.Signature("BTIN"u8, 0);
        if (r.U8() != tree.Type) throw Damaged.Because("a B-tree node is of another type than its tree");
        var children = new List<(long, int)>();
        if (level == 0) return children;
        r.Skip((long)count * tree.RecordSize);
        for (int i = 0; i <= count; i++)
        {
            children.Add((r.Address(), (int)Math.Min(r.Number(tree.CountSize), int.MaxValue / 1024)));
            if (level > 1) r.Skip(tree.TotalSizes[level - 1]);
        }
        return children;
    }

    /// <summary>Bytes that numbers up to a limit take.</summary>
    internal static int ByteCount(ulong limit) => limit == 0 ? 1 : BitOperations.Log2(limit) / 8 + 1;
}
