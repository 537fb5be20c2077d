using System.IO.Compression;

namespace DeepSharp.NumPy;

/// <summary>The <c>.npz</c> file: a zip, stored or deflated, with an entry <c>name.npy</c> for each array.</summary>
internal static class NpzArchive
{
    private const string Ending = ".npy";

    /// <summary>Deflate makes at most this many bytes of one.</summary>
    private const int MaxRatio = 1032;

    /// <summary>Reads all arrays.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="maxBytes">The most bytes that all tensors together may have; if null as many as arrays that are not mostly zeros can have.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, or holds something else than arrays, or more than allowed.</exception>
    public static Dictionary<string, Tensor> Read(Stream file, long? maxBytes)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var tensors = new Dictionary<string, Tensor>();
        long left = maxBytes ?? (1 << 26) + 64 * file.Length;
        foreach (var entry in zip.Entries)
        {
            if (!entry.FullName.EndsWith(Ending, StringComparison.Ordinal))
                throw new InvalidDataException($"its entry '{entry.FullName}' is no array: the name does not end in '{Ending}'. "
                    + "Pack it again without this entry.");
            string name = entry.FullName[..^Ending.Length];
            if (tensors.ContainsKey(name)) throw new InvalidDataException($"it has the entry '{entry.FullName}' twice.");
            var tensor = tensors[name] = Read(entry, left);
            left -= tensor.Spec.Bytes;
        }
        return tensors;
    }

    /// <summary>Writes arrays.</summary>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, bool compress)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, tensor) in tensors)
        {
            using var entry = zip.CreateEntry(name + Ending, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
            NpyContent.Write(entry, tensor);
        }
    }

    private static Tensor Read(ZipArchiveEntry entry, long limit)
    {
        try
        {
            using var content = new CheckedEntry(entry, long.MaxValue, MaxRatio);
            var tensor = NpyContent.Read(content, content.Length, limit);
            content.Finish();
            return tensor;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"array '{entry.FullName[..^Ending.Length]}': {e.Message}", e);
        }
    }
}
