using System.Security.Cryptography;

namespace DeepSharp;

/// <summary>One file of a known data set, recognised by its uncompressed content: a file gzipped anew is still the same file.</summary>
/// <param name="Name">File name without <c>.gz</c>, as the publisher spells it.</param>
/// <param name="Length">Uncompressed length in bytes.</param>
/// <param name="Sha256">SHA-256 of the uncompressed content, 64 lower-case hexadecimal digits.</param>
/// <param name="Ending">What mirrors add to the name: <c>.gz</c>, or nothing where they offer it uncompressed.</param>
internal sealed record DatasetFile(string Name, int Length, string Sha256, string Ending = ".gz")
{
    /// <summary>The file in <paramref name="folder"/>, gzipped or plain, also in the spelling with a dot before "idx"; else null.</summary>
    internal string? FindIn(string folder)
    {
        string[] spellings = [Name, Name.Replace("-idx", ".idx")];
        return spellings.SelectMany(s => new[] { s + ".gz", s })
            .Select(s => Path.Combine(folder, s))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>The uncompressed content of <paramref name="path"/>, which must be exactly this file's.</summary>
    /// <exception cref="DatasetChecksumException">The content is another one, or the compressed data is damaged.</exception>
    internal byte[] ReadVerified(string path)
    {
        var content = new byte[Length];
        try
        {
            using var file = File.OpenRead(path);
            using var plain = GzipContent.Open(file);
            var read = plain.ReadAtLeast(content, Length, throwOnEndOfStream: false);
            if (read < Length)
                throw new DatasetChecksumException(path, $"{Length} bytes (uncompressed)", $"{read} bytes");
            if (plain.ReadByte() >= 0)
                throw new DatasetChecksumException(path, $"{Length} bytes (uncompressed)", "more");
        }
        catch (InvalidDataException e)
        {
            throw new DatasetChecksumException(path, "intact gzip data", e.Message, e);
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        return hash == Sha256 ? content : throw new DatasetChecksumException(path, $"SHA-256 {Sha256} (uncompressed)", hash);
    }
}
