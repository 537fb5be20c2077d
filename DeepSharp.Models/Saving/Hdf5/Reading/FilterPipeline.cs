using System.IO.Compression;

namespace DeepSharp.Hdf5;

/// <summary>What the chunks of a dataset went through when they were written: deflate, shuffle and Fletcher's checksum are known.</summary>
internal sealed class FilterPipeline
{
    private const int Deflate = 1, ShuffleFilter = 2, Fletcher = 3;

    private readonly List<(int Id, uint First)> _filters = [];

    /// <summary>Whether chunks are stored as they are.</summary>
    public bool IsEmpty => _filters.Count == 0;

    public static FilterPipeline Parse(FileSpace file, ReadOnlySpan<byte> body)
    {
        var r = file.Reader(body, "filter pipeline");
        int version = r.U8(), count = r.U8();
        if (version is not (1 or 2)) throw Damaged.Version("filter pipeline", version);
        if (count > 32) throw Damaged.Because($"a dataset has {count} filters; HDF5 allows 32");
        if (version == 1) r.Skip(6);
        var pipeline = new FilterPipeline();
        for (int i = 0; i < count; i++)
        {
            int id = r.U16(), nameSize = version == 1 || id >= 256 ? r.U16() : 0;
            r.U16();        // whether a writer may leave it out
            int values = r.U16();
            string name = nameSize > 0 ? ByteReader.Text(r.Take(nameSize)).TrimEnd('\0') : "";
            if (version == 1) r.Skip((8 - nameSize % 8) % 8);
            uint first = values > 0 ? r.U32() : 0;
            if (values > 1) r.Skip(4L * (values - 1));
            if (version == 1 && values % 2 != 0) r.Skip(4);
            if (id is not (Deflate or ShuffleFilter or Fletcher))
                throw Damaged.Unsupported($"a dataset with the filter {id}{(name.Length > 0 ? $" ({name})" : "")}",
                    "Write it again with gzip compression or none.");
            pipeline._filters.Add((id, first));
        }
        return pipeline;
    }

    /// <summary>Undoes the filters.</summary>
    /// <param name="stored">A chunk as it lies in the file.</param>
    /// <param name="length">The bytes it must have afterwards.</param>
    /// <param name="mask">The filters that were left out, a bit each.</param>
    public byte[] Undo(byte[] stored, int length, uint mask)
    {
        for (int i = _filters.Count - 1; i >= 0; i--)
        {
            if ((mask >> i & 1) != 0) continue;
            var (id, first) = _filters[i];
            int checksums = 4 * _filters.Take(i).Where((f, k) => f.Id == Fletcher && (mask >> k & 1) == 0).Count();
            stored = id switch
            {
                Deflate => Inflate(stored, length + checksums),
                ShuffleFilter => Shuffle.Undo(stored, first),
                _ => Fletcher32.Check(stored),
            };
        }
        return stored.Length == length ? stored : throw Damaged.Because($"a chunk has {stored.Length} bytes where {length} should be");
    }

    private static byte[] Inflate(byte[] stored, int length)
    {
        if (length > FileSpace.MaxRatio * stored.Length) throw Damaged.Because($"a chunk of {stored.Length} bytes cannot be {length} bytes inflated");
        var bytes = new byte[length];
        using var inflated = new ZLibStream(new MemoryStream(stored), CompressionMode.Decompress);
        int got = inflated.ReadAtLeast(bytes, length, throwOnEndOfStream: false);
        return got == length && inflated.ReadByte() < 0 ? bytes
            : throw Damaged.Because($"a chunk inflates to {(got < length ? "fewer" : "more")} than {length} bytes");
    }
}
