using System.Buffers.Binary;

namespace DeepSharp.Hdf5;

/// <summary>The filter that puts a checksum behind a chunk: Fletcher's two sums modulo 65535 over 16-bit big-endian words.</summary>
internal static class Fletcher32
{
    /// <summary>Checks and takes off the checksum.</summary>
    public static byte[] Check(byte[] chunk)
    {
        if (chunk.Length < 4) throw Damaged.Because("a chunk has no checksum");
        var bytes = chunk.AsSpan(0, chunk.Length - 4);
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(chunk.Length - 4)), found = Of(bytes);
        return stored == found ? bytes.ToArray() : throw Damaged.Because($"the checksum of a chunk is {found:x8} but should be {stored:x8}");
    }

    /// <summary>The checksum of some bytes; a last odd one counts as the upper half of a word.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        ulong first = 0, second = 0;
        for (int i = 0; i < bytes.Length; i += 2)
        {
            first += (uint)(bytes[i] << 8) | (i + 1 < bytes.Length ? bytes[i + 1] : 0u);
            second += first;
            if ((i & 0x3FFF) == 0x3FFE) (first, second) = (Fold(first), Fold(second));
        }
        return Fold(second) << 16 | Fold(first);
    }

    /// <summary>A sum modulo 65535, where only nothing at all gives 0.</summary>
    private static uint Fold(ulong sum)
    {
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        return (uint)sum;
    }
}
