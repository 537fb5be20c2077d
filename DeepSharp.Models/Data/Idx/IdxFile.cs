using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepSharp;

/// <summary>Reads and writes IDX files, the format of MNIST and its relatives.</summary>
/// <remarks>
/// Layout: two zero bytes, the element type (<see cref="IdxElementType"/>), the number of dimensions, one big-endian 32-bit length
/// for each dimension, then the elements, big-endian, row-major, up to the end of the file. A gzip around it is recognised by its
/// first two bytes, whatever the file is called.
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
/// </remarks>
public static class IdxFile
{
    private const int FirstChunk = 1 << 20;

    /// <summary>Reads the file at <paramref name="path"/>, plain or gzipped.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The array.</returns>
    /// <exception cref="InvalidDataException">Not an IDX file, damaged, cut off, or with bytes left over.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IdxArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <summary>Reads one array, plain or gzipped, from here to the end of <paramref name="stream"/>; the stream stays open.</summary>
    /// <param name="stream">A readable stream; it need not be seekable.</param>
    /// <param name="name">What to call the stream in errors; by default "stream".</param>
    /// <returns>The array.</returns>
    /// <exception cref="InvalidDataException">Not IDX data, damaged, cut off, or with bytes left over.</exception>
    public static IdxArray Read(Stream stream, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        name ??= "stream";
        using var plain = GzipContent.Open(stream);
        var (type, dimensions) = ReadHeader(plain, name);
        var bytes = ReadData(plain, type, dimensions, name);
        return IdxElements.Decode(type, bytes, dimensions);
    }

    /// <summary>Writes the array to a file, gzipped when <paramref name="path"/> ends in <c>.gz</c>.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="array">What to write.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IdxArray array)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(array);
        using var file = File.Create(path);
        Write(file, array, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Writes the array to <paramref name="stream"/>, which stays open.</summary>
    /// <param name="stream">A writable stream.</param>
    /// <param name="array">What to write.</param>
    /// <param name="gzip">Whether to compress.</param>
    public static void Write(Stream stream, IdxArray array, bool gzip = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(array);
        if (gzip)
        {
            using var compressed = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            Write(compressed, array);
            return;
        }
        var header = new byte[4 + 4 * array.Dimensions.Count];
        header[2] = (byte)array.ElementType;
        header[3] = (byte)array.Dimensions.Count;
        for (var i = 0; i < array.Dimensions.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), array.Dimensions[i]);
        stream.Write(header);
        stream.Write(IdxElements.Encode(array));
    }

    private static (IdxElementType, int[]) ReadHeader(Stream stream, string name)
    {
        Span<byte> magic = stackalloc byte[4];
        if (Fill(stream, magic, name) is var got && got < 4)
            throw Fault(name, $"expected a header of at least 8 bytes, got {got} bytes in all. Is the file empty or cut off?");
        if (magic[0] != 0 || magic[1] != 0 || !Enum.IsDefined((IdxElementType)magic[2]) || magic[3] == 0)
            throw Fault(name, "expected the magic bytes 00 00, a type of 08 09 0B 0C 0D or 0E, and at least 1 dimension, " +
                $"got {magic[0]:X2} {magic[1]:X2} {magic[2]:X2} {magic[3]:X2}. Is it an IDX file, or a gzip of one?");

        var lengths = new byte[4 * magic[3]];
        if (Fill(stream, lengths, name) is var read && read < lengths.Length)
            throw Fault(name, $"the header names {magic[3]} dimensions ({lengths.Length} bytes) " +
                $"but the file ends after {read} of these bytes.");
        var dimensions = new int[magic[3]];
        for (var i = 0; i < dimensions.Length; i++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(lengths.AsSpan(4 * i));
            if (length > int.MaxValue)
                throw Fault(name, $"dimension {i} is {length}, more than any array can have. The header is damaged.");
            dimensions[i] = (int)length;
        }
        return ((IdxElementType)magic[2], dimensions);
    }

    private static byte[] ReadData(Stream stream, IdxElementType type, int[] dimensions, string name)
    {
        var text = $"{IdxArray.Text(dimensions)} of {type}";
        var count = IdxArray.Product(dimensions);
        var size = IdxElements.Size(type);
        if (count > Array.MaxLength / size)
            throw Fault(name, $"the header says {text}, more than the {Array.MaxLength} bytes one array can hold. " +
                "Is the header damaged? If not, split the file.");

        // The buffer grows with what has really arrived: a damaged header must not make the process ask for gigabytes.
        var total = (int)count * size;
        var data = new byte[Math.Min(total, FirstChunk)];
        var filled = 0;
        while (true)
        {
            filled += Fill(stream, data.AsSpan(filled), name);
            if (filled < data.Length)
                throw Fault(name, $"the header says {text}, {total} bytes of data, but only {filled} are there. The file is cut off.");
            if (filled == total) break;
            Array.Resize(ref data, (int)Math.Min(total, 2L * data.Length));
        }
        if (Fill(stream, stackalloc byte[1], name) != 0)
            throw Fault(name, $"the header says {text}, {total} bytes of data, but there are more. " +
                "Header and data do not belong together.");
        return data;
    }

    private static int Fill(Stream stream, Span<byte> target, string name)
    {
        try
        {
            return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw Fault(name, $"the gzip data is damaged or cut off. {e.Message}", e);
        }
    }

    private static InvalidDataException Fault(string name, string what, Exception? inner = null) =>
        new($"IDX data of '{name}': {what}", inner);
}
