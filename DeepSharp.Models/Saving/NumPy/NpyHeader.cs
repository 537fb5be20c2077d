using System.Buffers.Binary;
using System.Text;
using DeepSharp.Hdf5;

namespace DeepSharp.NumPy;

/// <summary>What an array of numpy begins with: a magic word, the version, and a Python dictionary with element type, order of the axes, and shape.</summary>
/// <remarks>The format: numpy.lib.format, versions 1.0, 2.0 and 3.0, which differ in the length and the encoding of the dictionary.</remarks>
/// <param name="Type">The elements as they are stored.</param>
/// <param name="DType">The type of the tensor that takes them.</param>
/// <param name="Shape">The axis lengths.</param>
/// <param name="IsFortran">Whether the first axis is the one whose neighbours lie side by side.</param>
/// <param name="Length">Bytes of all this.</param>
internal sealed record NpyHeader(Datatype Type, DType DType, Shape Shape, bool IsFortran, long Length)
{
    /// <summary>Longer dictionaries describe records of many fields, which are not read anyway.</summary>
    private const int MaxLength = 1 << 16;

    private const int MaxRank = 64, Alignment = 64;

    private const string Known = "Read are b1, i1 to i8, u1 to u8, f2, f4 and f8; convert the array in Python, for example with array.astype('float32').";

    /// <summary>Follows the byte 93.</summary>
    private static ReadOnlySpan<byte> Magic => "NUMPY"u8;

    /// <summary>Bytes of the elements in the file.</summary>
    public long StoredBytes => Shape.Count * Type.Size;

    /// <summary>Reads a header; the stream then stands at the first element.</summary>
    /// <param name="stream">The array.</param>
    /// <param name="available">Bytes that there are.</param>
    /// <exception cref="InvalidDataException">The header is damaged, or the elements are not read here, or they do not fill the rest exactly.</exception>
    public static NpyHeader Read(Stream stream, long available)
    {
        Span<byte> start = stackalloc byte[12];
        int got = stream.ReadAtLeast(start[..10], 10, throwOnEndOfStream: false);
        RequireMagic(start[..got]);
        int major = start[6], prefix = major == 1 ? 10 : 12;
        if (got < 10) throw new InvalidDataException($"it ends after {got} bytes, within its header. The file is cut off.");
        if (major is < 1 or > 3 || start[7] != 0) throw new InvalidDataException($"it is of version {major}.{start[7]}; versions 1.0 to 3.0 are read.");
        if (prefix == 12) stream.ReadAtLeast(start[10..], 2, throwOnEndOfStream: false);
        long length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > Math.Min(MaxLength, available - prefix))
            throw new InvalidDataException($"its header says it has {length} bytes, but at most {Math.Max(0, Math.Min(MaxLength, available - prefix))}"
                + " can follow.");
        var bytes = new byte[(int)length];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw new InvalidDataException("its header is cut off.");
        var header = Parse((major == 3 ? new UTF8Encoding(false, true) : Encoding.Latin1).GetString(bytes), prefix + length);
        long rest = available - header.Length;
        return header.StoredBytes == rest ? header : throw new InvalidDataException(
            $"its shape {header.Shape} needs {header.StoredBytes} bytes of {header.Type.Name}, but {rest} follow after the header. "
            + (header.StoredBytes > rest ? "The file is cut off." : "Only files of one array are read."));
    }

    /// <summary>The header of version 1.0 for a tensor in row-major order, filled up so that the elements begin at a multiple of 64.</summary>
    public static byte[] Write(DType dtype, Shape shape)
    {
        string type = dtype switch
        {
            DType.Bool => "|b1",
            DType.UInt8 => "|u1",
            _ => $"<{(dtype.IsFloating ? 'f' : 'i')}{dtype.Size}",
        };
        string dims = shape.Rank == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape.Dims.ToArray())})";
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {dims}, }}";
        int length = (10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment - 10;
        return [0x93, .. Magic, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n")];
    }

    private static void RequireMagic(ReadOnlySpan<byte> start)
    {
        if (start.Length > 6 && start[0] == 0x93 && start[1..].StartsWith(Magic)) return;
        if (start.StartsWith("PK"u8)) throw new InvalidDataException("it is an archive of arrays (.npz). Read it with NumpyFile.LoadAll.");
        if (start.Length > 0 && start[0] == 0x80)
            throw new InvalidDataException("it is a pickle, which can run any code and is not read. Save the arrays in Python with numpy.save or numpy.savez.");
        throw new InvalidDataException("it does not begin with the bytes of a numpy array (93 4E 55 4D 50 59).");
    }

    private static NpyHeader Parse(string text, long length)
    {
        if (PythonLiteral.Read(text) is not Dictionary<string, object?> { Count: 3 } header || !header.TryGetValue("descr", out object? descr)
            || !header.TryGetValue("fortran_order", out object? order) || !header.TryGetValue("shape", out object? dims))
            throw new InvalidDataException("its header must be a dictionary with the keys 'descr', 'fortran_order' and 'shape', and no others.");
        if (order is not bool isFortran) throw new InvalidDataException("'fortran_order' in its header must be True or False.");
        if (dims is not List<object?> lengths || lengths.Count > MaxRank || !lengths.TrueForAll(d => d is >= 0L and <= (long)int.MaxValue))
            throw new InvalidDataException($"'shape' in its header must be up to {MaxRank} whole numbers from 0 to {int.MaxValue}.");
        var (type, dtype) = Element(descr);
        // Also an array without elements gets strides.
        Int128 count = type.Size;
        foreach (object? d in lengths) count = count > long.MaxValue / 8 ? count : count * Math.Max(1, (long)d!);
        if (count > long.MaxValue / 8) throw new InvalidDataException($"its shape ({string.Join(", ", lengths)}) is larger than any file.");
        return new(type, dtype, new Shape([.. lengths.Select(d => (int)(long)d!)]), isFortran, length);
    }

    private static (Datatype Type, DType DType) Element(object? descr)
    {
        if (descr is not string name)
            throw new InvalidDataException("it holds records of several fields. Save each field as an array of its own: array['field'].");
        string plain = name.TrimStart('<', '>', '|', '=');
        if (plain.StartsWith('O'))
            throw new InvalidDataException("it holds Python objects as a pickle, which can run any code and is not read. Convert the array in Python,"
                + " for example with array.astype('float32'), and save it with allow_pickle=False.");
        bool isBig = name.StartsWith('>');
        Datatype? type = plain switch
        {
            "b1" => new(TypeClass.FixedPoint, 1),
            "i1" or "i2" or "i4" or "i8" => new(TypeClass.FixedPoint, plain[1] - '0') { IsSigned = true, IsBigEndian = isBig },
            "u1" or "u2" or "u4" or "u8" => new(TypeClass.FixedPoint, plain[1] - '0') { IsBigEndian = isBig },
            "f2" => new(TypeClass.FloatingPoint, 2) { ExponentBits = 5, IsBigEndian = isBig },
            "f4" => new(TypeClass.FloatingPoint, 4) { ExponentBits = 8, IsBigEndian = isBig },
            "f8" => new(TypeClass.FloatingPoint, 8) { ExponentBits = 11, IsBigEndian = isBig },
            _ => null,
        };
        if (type is null || name.Length - plain.Length > 1)
            throw new InvalidDataException($"its elements are of the type '{name}', which no tensor holds. {Known}");
        return (type, plain == "b1" ? DType.Bool : Elements.TypeFor(type, isBFloat16: false)!.Value);
    }
}
