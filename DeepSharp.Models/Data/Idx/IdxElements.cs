using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DeepSharp;

/// <summary>Turns the big-endian elements of an IDX file into typed arrays and back.</summary>
internal static class IdxElements
{
    internal static int Size(IdxElementType type) => type switch
    {
        IdxElementType.UInt8 or IdxElementType.Int8 => 1,
        IdxElementType.Int16 => 2,
        IdxElementType.Int32 or IdxElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Typed array of the file's bytes; <paramref name="bytes"/> itself when the elements are bytes.</summary>
    internal static IdxArray Decode(IdxElementType type, byte[] bytes, int[] dimensions) => type switch
    {
        IdxElementType.UInt8 => IdxArray.Of(bytes, dimensions),
        IdxElementType.Int8 => IdxArray.Of(Typed<sbyte>(bytes), dimensions),
        IdxElementType.Int16 => IdxArray.Of(Typed<short>(bytes), dimensions),
        IdxElementType.Int32 => IdxArray.Of(Typed<int>(bytes), dimensions),
        IdxElementType.Float32 => IdxArray.Of(Typed<float>(bytes), dimensions),
        _ => IdxArray.Of(Typed<double>(bytes), dimensions),
    };

    internal static byte[] Encode(IdxArray array) => array.ElementType switch
    {
        IdxElementType.UInt8 => array.Values<byte>(),
        IdxElementType.Int8 => Bytes(array.Values<sbyte>()),
        IdxElementType.Int16 => Bytes(array.Values<short>()),
        IdxElementType.Int32 => Bytes(array.Values<int>()),
        IdxElementType.Float32 => Bytes(array.Values<float>()),
        _ => Bytes(array.Values<double>()),
    };

    private static unsafe T[] Typed<T>(byte[] bytes) where T : unmanaged
    {
        var values = new T[bytes.Length / sizeof(T)];
        var target = MemoryMarshal.AsBytes(values.AsSpan());
        bytes.CopyTo(target);
        SwapToBigEndian(target, sizeof(T));
        return values;
    }

    private static unsafe byte[] Bytes<T>(T[] values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        SwapToBigEndian(bytes, sizeof(T));
        return bytes;
    }

    /// <summary>Native order to big-endian, or back: the same swap.</summary>
    private static void SwapToBigEndian(Span<byte> bytes, int size)
    {
        if (!BitConverter.IsLittleEndian || size == 1) return;
        if (size == 2)
        {
            var words = MemoryMarshal.Cast<byte, short>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else if (size == 4)
        {
            var words = MemoryMarshal.Cast<byte, int>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else
        {
            var words = MemoryMarshal.Cast<byte, long>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
