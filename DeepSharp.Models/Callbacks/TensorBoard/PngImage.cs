using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DeepSharp;

/// <summary>Writes images as PNG files, 8 bits a channel, lines unfiltered.</summary>
internal static class PngImage
{
    /// <summary>A PNG file.</summary>
    /// <param name="pixels">Row by row, channels innermost.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 for grey, 3 for colours, 4 for colours and opacity.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = channels switch { 1 => 0, 3 => 2, 4 => 6, _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, "1, 3 or 4") };
        WriteChunk(file, "IHDR", header);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            for (int y = 0; y < height; y++)
            {
                zip.WriteByte(0);
                zip.Write(pixels.Slice(y * width * channels, width * channels));
            }
        WriteChunk(file, "IDAT", packed.ToArray());
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(0, body));
        file.Write(number);
    }
}
