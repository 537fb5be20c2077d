using System.Buffers.Binary;
using System.Text;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>What a safetensors file begins with: eight bytes with the length of a JSON text, then that text, which gives for each tensor
/// its type, its shape and where its bytes lie. The tensors' bytes follow, little-endian, in row-major order, without gaps.</summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, long DataStart)
{
    /// <summary>As in the reference implementation.</summary>
    private const int MaxLength = 100_000_000;

    private const int MaxRank = 32;

    /// <summary>The types as the format names them.</summary>
    public static readonly (DType Type, string Name)[] DTypeNames =
    [
        (DType.Float32, "F32"), (DType.Float64, "F64"), (DType.Float16, "F16"), (DType.BFloat16, "BF16"),
        (DType.Int32, "I32"), (DType.Int64, "I64"), (DType.UInt8, "U8"), (DType.Bool, "BOOL"),
    ];

    /// <summary>Reads and checks the header; the stream then stands at the first tensor's bytes.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="length">Bytes in the file.</param>
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public static SafetensorsHeader Read(Stream stream, long length)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (length < 8 || stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw new InvalidDataException($"a safetensors file begins with 8 bytes for the header's length, but there are only {length} bytes.");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaxLength || headerLength > (ulong)(length - 8))
            throw new InvalidDataException($"the safetensors header says it has {headerLength} bytes, but at most {Math.Min(length - 8, MaxLength)} can follow. The file is cut off or no safetensors file.");
        var bytes = new byte[(int)headerLength];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException("the safetensors header is cut off.");
        if (bytes.Length == 0 || bytes[0] != (byte)'{') throw new InvalidDataException("the safetensors header does not begin with '{'. The file is no safetensors file.");
        long start = 8 + bytes.Length;
        var (entries, metadata) = Parse((JObject)KerasJson.Parse(new UTF8Encoding(false, true).GetString(bytes)));
        CheckPlaces(entries, length - start);
        return new(entries, metadata, start);
    }

    private static (SafetensorsEntry[], Dictionary<string, string>) Parse(JObject json)
    {
        var metadata = new Dictionary<string, string>();
        var entries = new List<SafetensorsEntry>();
        foreach (var (name, value) in json)
        {
            if (name != "__metadata__") entries.Add(Entry(name, value as JObject));
            else
                foreach (var (key, text) in value as JObject ?? throw new InvalidDataException("'__metadata__' must be an object."))
                    metadata[key] = text is JValue { Value: string s } ? s : throw new InvalidDataException($"'__metadata__' must hold strings, but '{key}' is {text?.Type}.");
        }
        return ([.. entries.OrderBy(e => e.Offset).ThenBy(e => e.Bytes)], metadata);
    }

    private static SafetensorsEntry Entry(string name, JObject? json)
    {
        if (json?["dtype"] is not JValue { Value: string dtypeName } || json["shape"] is not JArray shape || json["data_offsets"] is not JArray { Count: 2 } offsets || json.Count != 3)
            throw new InvalidDataException($"tensor '{name}' must have the keys dtype, shape and data_offsets (two numbers), and no others.");
        int known = Array.FindIndex(DTypeNames, d => d.Name == dtypeName);
        if (known < 0)
            throw new InvalidDataException($"tensor '{name}' has the type {dtypeName}, which no tensor here can hold; known are {string.Join(", ", DTypeNames.Select(d => d.Name))}.");
        if (shape.Count > MaxRank) throw new InvalidDataException($"tensor '{name}' has {shape.Count} axes; at most {MaxRank} can be read.");
        var (dtype, bytes) = (DTypeNames[known].Type, (Int128)DTypeNames[known].Type.Size);
        var dims = new int[shape.Count];
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i] = shape[i] is JValue { Value: long and >= 0 and <= int.MaxValue and var d } ? (int)(long)d
                : throw new InvalidDataException($"tensor '{name}' has the axis length {shape[i]}; a whole number from 0 to {int.MaxValue} is expected.");
            bytes = bytes > long.MaxValue ? bytes : bytes * dims[i];
        }
        if (offsets[0] is not JValue { Value: long and >= 0 and var b } || offsets[1] is not JValue { Value: long and >= 0 and var e })
            throw new InvalidDataException($"tensor '{name}' has the offsets {offsets.ToString(Newtonsoft.Json.Formatting.None)}; two whole numbers of zero or more are expected.");
        var (begin, end) = ((long)b, (long)e);
        if (end < begin || end - begin != bytes)
            throw new InvalidDataException($"tensor '{name}', {dtypeName} {new Shape(dims)}, needs {bytes} bytes, but its offsets [{begin}, {end}] hold {end - begin}.");
        return new(name, dtype, new Shape(dims), begin, end - begin);
    }

    private static void CheckPlaces(IReadOnlyList<SafetensorsEntry> entries, long available)
    {
        long end = 0;
        foreach (var e in entries)
        {
            if (e.Offset != end)
                throw new InvalidDataException(e.Offset < end
                    ? $"tensor '{e.Name}' overlaps another one: it begins at {e.Offset}, before byte {end}."
                    : $"there is a hole of {e.Offset - end} bytes before tensor '{e.Name}'.");
            end = e.Offset + e.Bytes;
            if (end > available)
                throw new InvalidDataException($"tensor '{e.Name}' ends at byte {end}, but there are only {available} bytes of tensors. The file is cut off.");
        }
        if (end != available) throw new InvalidDataException($"{available - end} bytes follow after the last tensor.");
    }
}
