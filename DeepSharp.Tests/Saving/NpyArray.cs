using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace DeepSharp.Tests.Saving;

/// <summary>Arrays of numbers as numpy keeps them in .npy and .npz files.</summary>
internal static class NpyArray
{
    /// <summary>An array of float32, float64 (read as float32) or int32.</summary>
    public static Tensor Parse(byte[] bytes)
    {
        int header = 10 + BitConverter.ToUInt16(bytes, 8);
        string text = Encoding.ASCII.GetString(bytes, 10, header - 10);
        int[] shape = [.. text[(text.IndexOf('(') + 1)..text.IndexOf(')')].Split(',',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(int.Parse)];
        var data = bytes.AsSpan(header);
        if (text.Contains("<i4")) return Tensor.From(MemoryMarshal.Cast<byte, int>(data).ToArray(), new Shape(shape));
        return Tensor.From(text.Contains("<f8") ? [.. MemoryMarshal.Cast<byte, double>(data).ToArray().Select(v =>
            (float)v)] : MemoryMarshal.Cast<byte, float>(data).ToArray(), new Shape(shape));
    }

    /// <summary>The arrays of an .npz file by name.</summary>
    public static Dictionary<string, Tensor> ReadAll(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(e => Path.GetFileNameWithoutExtension(e.Name), e =>
        {
            using var content = new MemoryStream();
            using (var stream = e.Open()) stream.CopyTo(content);
            return Parse(content.ToArray());
        });
    }
}
