using System.Buffers.Binary;

namespace DeepSharp;

/// <summary>The checksum of zip files: CRC-32 with the reflected polynomial 0xEDB88320.</summary>
/// <remarks>Eight bytes a step by eight tables: table k holds what a byte does to the register k bytes later ("slicing by 8"). Long stretches are
/// folded first where the processor can multiply without carries.</remarks>
internal static class Crc32
{
    private static readonly uint[][] s_tables = MakeTables();

    /// <summary>The checksum after some more bytes.</summary>
    /// <param name="crc">The checksum so far; 0 at the start.</param>
    /// <param name="bytes">The bytes.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        if (Crc32Folding.IsSupported && bytes.Length >= Crc32Folding.MinLength)
        {
            Span<byte> folded = stackalloc byte[16];
            Crc32Folding.Fold(~crc, ref bytes, folded);
            crc = ~ByTables(0, folded);
        }
        return ~ByTables(~crc, bytes);
    }

    private static uint ByTables(uint c, ReadOnlySpan<byte> bytes)
    {
        var t = s_tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = c ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes), high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            c = t[7][low & 255] ^ t[6][(low >> 8) & 255] ^ t[5][(low >> 16) & 255] ^ t[4][low >> 24]
                ^ t[3][high & 255] ^ t[2][(high >> 8) & 255] ^ t[1][(high >> 16) & 255] ^ t[0][high >> 24];
        }
        foreach (byte b in bytes) c = (c >> 8) ^ t[0][(c ^ b) & 255];
        return c;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (int k = 0; k < 8; k++)
        {
            tables[k] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint c = i;
                if (k == 0)
                    for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? (c >> 1) ^ 0xEDB88320u : c >> 1;
                else
                    c = (tables[k - 1][i] >> 8) ^ tables[0][tables[k - 1][i] & 255];
                tables[k][i] = c;
            }
        }
        return tables;
    }
}
