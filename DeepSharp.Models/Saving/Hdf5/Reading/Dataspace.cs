namespace DeepSharp.Hdf5;

/// <summary>The axis lengths of a dataset or attribute.</summary>
/// <param name="Dims">The lengths; empty for a single value.</param>
/// <param name="MaxDims">What they may grow to; −1 is without end.</param>
/// <param name="IsNull">Whether there is no value at all.</param>
internal sealed record Dataspace(long[] Dims, long[] MaxDims, bool IsNull)
{
    private const int MaxRank = 32;

    /// <summary>Number of elements.</summary>
    /// <exception cref="InvalidDataException">It does not fit into 63 bits.</exception>
    public long Count
    {
        get
        {
            if (IsNull) return 0;
            Int128 count = 1;
            foreach (long d in Dims)
            {
                count *= d;
                if (count > long.MaxValue / 16) throw Damaged.Because($"the shape [{string.Join(", ", Dims)}] is too large");
            }
            return (long)count;
        }
    }

    public static Dataspace Parse(FileSpace file, ReadOnlySpan<byte> body)
    {
        var r = file.Reader(body, "dataspace");
        int version = r.U8(), rank = r.U8(), flags = r.U8();
        if (version is not (1 or 2)) throw Damaged.Version("dataspace", version);
        if (rank > MaxRank) throw Damaged.Because($"a dataspace has {rank} axes; HDF5 allows {MaxRank}");
        bool isNull = false;
        if (version == 1) r.Skip(5);
        else isNull = r.U8() == 2;
        var dims = new long[rank];
        for (int i = 0; i < rank; i++) dims[i] = r.Length();
        var max = (long[])dims.Clone();
        if ((flags & 1) != 0)
            for (int i = 0; i < rank; i++) max[i] = r.Unsigned(file.Sizes.Length) is <= long.MaxValue and var m ? (long)m : -1;
        return new(dims, max, isNull);
    }
}
