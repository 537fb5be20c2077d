namespace DeepSharp.Hdf5;

/// <summary>What an HDF5 file begins with: field sizes and the address of the root group. Versions 0 to 3.</summary>
internal static class Superblock
{
    private static readonly byte[] s_signature = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Finds the superblock and takes over what it says.</summary>
    /// <returns>The address of the root group's header.</returns>
    /// <exception cref="InvalidDataException">The file is no HDF5 file, or its superblock is damaged.</exception>
    public static long Read(FileSpace file)
    {
        long at = Find(file.Source);
        file.Base = at;
        var bytes = file.ReadUpTo(0, 128, "superblock");
        var r = file.Reader(bytes, "superblock");
        r.Skip(8);
        int version = r.U8();
        return version switch
        {
            0 or 1 => ReadOld(file, ref r, version),
            2 or 3 => ReadNew(file, ref r),
            _ => throw Damaged.Version("superblock", version),
        };
    }

    private static long Find(ByteSource source)
    {
        Span<byte> found = stackalloc byte[8];
        for (long at = 0; at <= source.Length - 8; at = at == 0 ? 512 : at * 2)
        {
            source.Read(at, found);
            if (found.SequenceEqual(s_signature)) return at;
        }
        throw new InvalidDataException("it is no HDF5 file: the signature is missing. A model of Keras 3 ends in .keras, one of Keras 1 and 2 in .h5.");
    }

    private static void SetSizes(FileSpace file, int offset, int length)
    {
        if (offset is not (2 or 4 or 8) || length is not (2 or 4 or 8))
            throw Damaged.Because($"the superblock gives addresses {offset} bytes and lengths {length}");
        file.Sizes = new(offset, length);
    }

    private static long ReadOld(FileSpace file, ref ByteReader r, int version)
    {
        r.Skip(4);              // versions of the free space and of the root's entry, a reserved byte, that of shared headers
        var (offset, length) = (r.U8(), r.U8());
        SetSizes(file, offset, length);
        r.Skip(version == 0 ? 1 + 2 + 2 + 4 : 1 + 2 + 2 + 4 + 2 + 2);
        int rest = r.Position;
        var fields = file.Reader(file.ReadUpTo(rest, 128, "superblock"), "superblock");
        CheckBase(file, fields.Address());
        fields.Address();       // free space
        CheckEnd(file, fields.Address());
        fields.Address();       // driver
        fields.Address();       // the root's name in a heap; it has none
        return fields.Address();
    }

    private static long ReadNew(FileSpace file, ref ByteReader r)
    {
        var (offset, length) = (r.U8(), r.U8());
        SetSizes(file, offset, length);
        var fields = file.Reader(file.ReadChecked(0, 12 + 4 * offset + 4, "superblock"), "superblock");
        fields.Skip(12);
        CheckBase(file, fields.Address());
        fields.Address();       // the superblock's extension: settings of the library
        CheckEnd(file, fields.Address());
        return fields.Address();
    }

    private static void CheckBase(FileSpace file, long found)
    {
        if (found != 0 && found != file.Base) throw Damaged.Because($"the superblock lies at {file.Base} but says {found}");
        if (found == 0) file.Base = 0;
    }

    private static void CheckEnd(FileSpace file, long end)
    {
        if (end < 0 || end > file.Source.Length)
            throw new InvalidDataException($"its HDF5 content is cut off: it should have {end} bytes but has {file.Source.Length}. Copy the file again.");
    }
}
