using System.IO.Compression;
using DeepSharp.Hdf5;

namespace DeepSharp;

/// <summary>Finds an uncompressed entry of a zip file in the file itself, so that it can be read at any place.</summary>
internal static class StoredEntry
{
    private const int Piece = 1 << 20;

    /// <summary>Reads an entry once, which checks its checksum and shows where it lies.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>The entry's bytes in the archive.</returns>
    /// <exception cref="InvalidDataException">The entry is compressed or damaged.</exception>
    public static ByteSource Open(Stream file, ZipArchiveEntry entry)
    {
        using var content = Stream(file, entry);
        var buffer = new byte[(int)Math.Min(Piece, Math.Max(1, entry.Length))];
        long start = -1;
        for (int got; (got = content.Read(buffer)) > 0;)
            if (start < 0) start = file.Position - got;
        content.Finish();
        return new(file, Math.Max(0, start), entry.Length);
    }

    /// <summary>An entry from front to back.</summary>
    /// <exception cref="InvalidDataException">The entry is compressed: it might become far longer than the file.</exception>
    public static CheckedEntry Stream(Stream file, ZipArchiveEntry entry) => entry.CompressedLength == entry.Length
        ? new(entry, file.Length)
        : throw new InvalidDataException($"its entry '{entry.FullName}' is compressed ({entry.CompressedLength} bytes for {entry.Length}); model files"
            + " are stored uncompressed. Pack it again without compression.");
}
