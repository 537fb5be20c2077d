using System.Security.Cryptography;
using System.Text;
using DeepSharp.Hdf5;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Saving.Hdf5;

/// <summary>Compares a file with what another implementation found in it.</summary>
internal static class Hdf5Listing
{
    /// <summary>Checks every object: shapes, types, checksums of the values, attributes.</summary>
    /// <returns>How many datasets were compared.</returns>
    public static int Compare(Hdf5Group root, JObject expected)
    {
        int datasets = 0;
        foreach (var (path, entry) in expected)
        {
            var found = path.Length == 0 ? root : root[path];
            var attributes = (JObject?)entry!["attrs"] ?? [];
            Assert.That(found.AttributeNames, Is.EquivalentTo(attributes.Properties().Select(p => p.Name)), path);
            foreach (var (name, value) in attributes)
                // Of long texts only the checksum is listed.
                if (value is JObject text) Assert.That(Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes((string)found.Attribute(name)!))),
                    Is.EqualTo((string?)text["sha1"]));
                else Assert.That(Plain(found.Attribute(name)), Is.EqualTo(Plain(value!)), $"{path}@{name}");
            if (entry["shape"] is not JArray shape) continue;
            var dataset = (Hdf5Dataset)found;
            Assert.That(dataset.Shape.Dims.ToArray(), Is.EqualTo(shape.Select(d => (int)d)), path);
            if ((string?)entry["dtype"] == "text") Assert.That(dataset.ReadTexts(), Is.EqualTo(entry["texts"]!.Select(t => (string?)t)), path);
            else
            {
                Assert.That(dataset.DType?.KerasName, Is.EqualTo((string?)entry["dtype"]), path);
                if (entry["value"] is { } value) Assert.That(dataset.Read().Item(), Is.EqualTo((double)value), path);
                else Assert.That(Convert.ToHexStringLower(SHA1.HashData(Bytes(dataset.Read()))), Is.EqualTo((string?)(entry["sha1"] ?? entry["sha1_le"])),
                    path);
            }
            datasets++;
        }
        return datasets;
    }

    /// <summary>A tensor's bytes.</summary>
    public static byte[] Bytes(Tensor tensor)
    {
        var bytes = new byte[tensor.Count * tensor.DType.Size];
        tensor.Device.Backend.Read(tensor.Storage!, tensor.Offset * tensor.DType.Size, bytes);
        return bytes;
    }

    /// <summary>All paths of a file.</summary>
    public static IEnumerable<string> Paths(Hdf5Group group) => group.Names.SelectMany(n => group.Find(n) switch
    {
        Hdf5Group inner => Paths(inner).Prepend(inner.Path),
        { } other => [other.Path],
        null => [],
    });

    private static object? Plain(object? value) => value switch
    {
        JArray items => items.Select(Plain).ToArray(),
        JValue v => Plain(v.Value),
        Array items => items.Cast<object?>().Select(Plain).ToArray(),
        long n => (double)n,
        _ => value,
    };
}
