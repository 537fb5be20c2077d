using System.Buffers.Binary;
using System.Numerics;

namespace DeepSharp.Hdf5;

/// <summary>The checksum of HDF5's newer structures: Bob Jenkins' lookup3 hash (2006) of little-endian words, begun with 0.</summary>
internal static class Lookup3
{
    /// <summary>The hash of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint a = 0xDEADBEEF + (uint)bytes.Length, b = a, c = a;
        while (bytes.Length > 12)
        {
            a += Word(bytes);
            b += Word(bytes[4..]);
            c += Word(bytes[8..]);
            (a, c) = ((a - c) ^ BitOperations.RotateLeft(c, 4), c + b);
            (b, a) = ((b - a) ^ BitOperations.RotateLeft(a, 6), a + c);
            (c, b) = ((c - b) ^ BitOperations.RotateLeft(b, 8), b + a);
            (a, c) = ((a - c) ^ BitOperations.RotateLeft(c, 16), c + b);
            (b, a) = ((b - a) ^ BitOperations.RotateLeft(a, 19), a + c);
            (c, b) = ((c - b) ^ BitOperations.RotateLeft(b, 4), b + a);
            bytes = bytes[12..];
        }
        if (bytes.Length == 0) return c;
        Span<byte> last = stackalloc byte[12];
        bytes.CopyTo(last);
        a += Word(last);
        b += Word(last[4..]);
        c += Word(last[8..]);
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);
    }

    private static uint Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
