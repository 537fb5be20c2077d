namespace DeepSharp.Hdf5;

/// <summary>A collection of values of variable length.</summary>
internal sealed class GlobalHeap
{
    private readonly Dictionary<int, ReadOnlyMemory<byte>> _objects = [];

    private GlobalHeap(FileSpace file, long address)
    {
        var r = file.Reader(file.ReadUpTo(address, 16, "global heap"), "global heap");
        r.Signature("GCOL"u8, 1);
        r.Skip(3);
        var bytes = file.Read(address, r.Length(), "global heap");
        var fields = file.Reader(bytes, "global heap");
        fields.Skip(8 + file.Sizes.Length);
        while (fields.Left >= 8 + file.Sizes.Length)
        {
            int index = fields.U16();
            fields.Skip(6);
            long length = fields.Length();
            if (index == 0) break;      // free space
            int at = fields.Position;
            fields.Skip(length);
            _objects[index] = bytes.AsMemory(at, (int)length);
            fields.Skip(Math.Min(fields.Left, (8 - length % 8) % 8));
        }
    }

    /// <summary>The bytes of a value.</summary>
    /// <param name="file">The file.</param>
    /// <param name="element">What stands in its place: its length, the collection's address, its number there.</param>
    /// <returns>The bytes; none for an empty value.</returns>
    public static ReadOnlySpan<byte> Get(FileSpace file, ReadOnlySpan<byte> element)
    {
        var r = file.Reader(element, "value of variable length");
        var (length, address, index) = (r.U32(), r.Address(), r.U32());
        if (length == 0 || address is 0 or -1) return [];
        if (!file.Heaps.TryGetValue(address, out var heap)) file.Heaps[address] = heap = new(file, address);
        if (index > int.MaxValue || !heap._objects.TryGetValue((int)index, out var value) || value.Length < length)
            throw Damaged.Because("a value of variable length is not where it should be");
        file.Spend(length);
        return value.Span[..(int)length];
    }
}
