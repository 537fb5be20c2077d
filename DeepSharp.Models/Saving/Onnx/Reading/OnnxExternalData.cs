using System.Globalization;
using DeepSharp.OnnxFormat;

namespace DeepSharp.Onnx;

/// <summary>Weights that lie in files beside the model: read only from within the model's folder, and only as many bytes as the tensor needs.</summary>
/// <param name="folder">The folder of the model file.</param>
internal sealed class OnnxExternalData(string folder)
{
    private readonly string _folder = Path.GetFullPath(folder);

    /// <summary>The bytes of a tensor.</summary>
    /// <exception cref="InvalidDataException">The place is outside the folder, missing, or too short.</exception>
    public byte[] Read(TensorProto tensor, Shape shape, int elementSize, string type)
    {
        string what = $"tensor '{tensor.Name}'";
        var entries = tensor.ExternalData.GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last().Value);
        string location = entries.GetValueOrDefault("location") ?? throw new InvalidDataException($"{what} has data outside the file but names no location.");
        string path = EnclosedPath.Within(_folder, location, new($"{what} has its data in '{location}'; only files in the model's folder are read."));
        long bytes = shape.Count * elementSize, offset = Number(entries, "offset", 0, what), length = Number(entries, "length", bytes, what);
        if (length != bytes)
            throw new InvalidDataException($"{what} of type {type} and shape {shape} has {length} bytes in '{location}'; expected {bytes}.");
        if (!File.Exists(path))
            throw new InvalidDataException($"{what} has its data in '{location}', which is not beside the model. Put that file into the model's folder.");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (offset > file.Length - bytes)
            throw new InvalidDataException($"{what} has its data at bytes {offset} to {offset + bytes} of '{location}', which has only {file.Length}.");
        if (bytes > Array.MaxLength) throw new InvalidDataException($"{what} has {bytes} bytes; a tensor is read up to {Array.MaxLength}.");
        var content = new byte[bytes];
        file.Position = offset;
        file.ReadExactly(content);
        return content;
    }

    private static long Number(Dictionary<string, string> entries, string key, long otherwise, string what)
    {
        if (!entries.TryGetValue(key, out string? text)) return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value
            : throw new InvalidDataException($"{what} has the {key} '{text}' in its external data; expected a number of bytes.");
    }
}
