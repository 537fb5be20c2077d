namespace DeepSharp.Hdf5;

/// <summary>The chunk index of datasets that cannot grow: one array, in pages where it is long.</summary>
internal static class FixedArray
{
    /// <summary>The elements with their indices, without pages that were never written.</summary>
    public static IEnumerable<(long Index, ReadOnlyMemory<byte> Element)> Elements(FileSpace file, long address, bool filtered)
    {
        var (size, pageBits, count, block) = Header(file, address, filtered);
        if (block < 0) yield break;
        int prefix = 6 + file.Sizes.Offset;
        long perPage = 1L << pageBits;
        if (count <= perPage)
        {
            var all = file.ReadChecked(block, prefix + count * size + 4, "fixed array");
            Check(file, all, filtered);
            for (long i = 0; i < count; i++) yield return (i, all.AsMemory(prefix + (int)i * size, size));
            yield break;
        }
        long pages = (count + perPage - 1) / perPage, start = prefix + (pages + 7) / 8 + 4;
        var head = file.ReadChecked(block, start, "fixed array");
        Check(file, head, filtered);
        for (long p = 0; p < pages; p++)
        {
            if ((head[prefix + p / 8] & 0x80 >> (int)(p % 8)) == 0) continue;
            long inPage = Math.Min(perPage, count - p * perPage);
            var page = file.ReadChecked(block + start + p * (perPage * size + 4), inPage * size + 4, "page of a fixed array");
            for (int i = 0; i < inPage; i++) yield return (p * perPage + i, page.AsMemory(i * size, size));
        }
    }

    private static (int Size, int PageBits, long Count, long Block) Header(FileSpace file, long address, bool filtered)
    {
        var r = file.Reader(file.ReadChecked(address, 12 + file.Sizes.Length + file.Sizes.Offset, "fixed array's header"), "fixed array's header");
        r.Signature("FAHD"u8, 0);
        if (r.U8() != (filtered ? 1 : 0)) throw Damaged.Because("a fixed array's header does not fit the dataset's filters");
        int size = r.U8(), pageBits = r.U8();
        long count = r.Length(), block = r.Address();
        if (size < file.Sizes.Offset || pageBits > 30 || count > file.Length * FileSpace.MaxRatio) throw Damaged.Because("a fixed array has impossible sizes");
        return (size, pageBits, count, block);
    }

    private static void Check(FileSpace file, byte[] block, bool filtered)
    {
        var r = file.Reader(block, "fixed array");
        r.Signature("FADB"u8, 0);
        if (r.U8() != (filtered ? 1 : 0)) throw Damaged.Because("a fixed array does not fit the dataset's filters");
    }
}
