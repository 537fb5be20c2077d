using System.Buffers.Binary;
using System.Text;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Writes tensors in the safetensors format and reads their bytes, piece by piece, so that large ones are never held twice.</summary>
internal static class SafetensorsContent
{
    private const int Piece = 1 << 20;

    /// <summary>Writes tensors. Wider types come first, so that every tensor's bytes lie at a multiple of its element size.</summary>
    public static void Write(Stream stream, IEnumerable<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var sorted = tensors.OrderByDescending(t => t.Value.DType.Size).ToList();
        var header = new JObject();
        if (metadata is { Count: > 0 }) header["__metadata__"] = new JObject(metadata.Select(m => new JProperty(m.Key, m.Value)));
        long end = 0;
        foreach (var (name, value) in sorted)
        {
            if (name == "__metadata__" || header.ContainsKey(name)) throw new ModelFileException($"Two tensors are named '{name}', or the name is reserved. Names must differ.");
            long begin = end;
            end += value.Count * value.DType.Size;
            header[name] = new JObject
            {
                ["dtype"] = SafetensorsHeader.DTypeNames.First(d => d.Type == value.DType).Name,
                ["shape"] = new JArray(value.Shape.Dims.ToArray()),
                ["data_offsets"] = new JArray(begin, end),
            };
        }
        string text = KerasJson.Print(header);
        var bytes = Encoding.UTF8.GetBytes(text.PadRight((text.Length + 7) / 8 * 8));  // spaces up to a multiple of 8, as the format advises
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
        var buffer = new byte[Piece];
        foreach (var (_, value) in sorted) Write(stream, value.Contiguous(), buffer);
    }

    /// <summary>Reads the bytes of one tensor from where the stream stands.</summary>
    /// <exception cref="InvalidDataException">The stream ends too early, or a truth value is neither 0 nor 1.</exception>
    public static Tensor Read(Stream stream, SafetensorsEntry entry, byte[]? buffer = null)
    {
        buffer ??= new byte[(int)Math.Min(Piece, entry.Bytes)];
        var tensor = Tensor.Empty(entry.Shape, entry.DType);
        for (long done = 0; done < entry.Bytes;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, entry.Bytes - done));
            if (stream.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false) < piece.Length)
                throw new InvalidDataException($"the bytes of tensor '{entry.Name}' are cut off.");
            if (entry.DType == DType.Bool && piece.IndexOfAnyExceptInRange((byte)0, (byte)1) is var at and >= 0)
                throw new InvalidDataException($"tensor '{entry.Name}' is of type BOOL but holds the byte {piece[at]}.");
            tensor.Device.Backend.Write(tensor.Storage!, tensor.Offset * entry.DType.Size + done, piece);
            done += piece.Length;
        }
        return tensor;
    }

    /// <summary>Reads all tensors in the order of their bytes.</summary>
    public static Dictionary<string, Tensor> ReadAll(Stream stream, SafetensorsHeader header)
    {
        var buffer = new byte[(int)Math.Min(Piece, Math.Max(1, header.Entries.Sum(e => e.Bytes)))];
        return header.Entries.ToDictionary(e => e.Name, e => Read(stream, e, buffer));
    }

    /// <summary>Writes the elements of a tensor without gaps, little-endian.</summary>
    public static void Write(Stream stream, Tensor value, byte[] buffer)
    {
        long bytes = value.Count * value.DType.Size;
        for (long done = 0; done < bytes;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, bytes - done));
            value.Device.Backend.Read(value.Storage!, value.Offset * value.DType.Size + done, piece);
            stream.Write(piece);
            done += piece.Length;
        }
    }
}
