using DeepSharp.Hdf5;

namespace DeepSharp;

/// <summary>A group or dataset of an HDF5 file.</summary>
public abstract class Hdf5Object
{
    private readonly Lazy<Dictionary<string, AttributeEntry>> _attributes;

    private protected Hdf5Object(Hdf5Content content, ObjectHeader header, string path)
    {
        (Content, Header, Path) = (content, header, path);
        _attributes = new(() => AttributeEntry.ReadAll(content.File, header));
    }

    /// <summary>The path by which it was reached first: names joined by slashes, empty for the root.</summary>
    public string Path { get; }

    /// <summary>The names of its attributes.</summary>
    /// <exception cref="ModelFileException">The file is damaged.</exception>
    public IReadOnlyCollection<string> AttributeNames => Content.Guard(() => _attributes.Value.Keys);

    internal Hdf5Content Content { get; }

    internal ObjectHeader Header { get; }

    /// <summary>The value of an attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>A bool, long, double or string, or an array of these; null if there is no such attribute, or it has no value.</returns>
    /// <exception cref="ModelFileException">The file is damaged, or the attribute is of another type.</exception>
    public object? Attribute(string name) => Content.Guard(() =>
        _attributes.Value.TryGetValue(name, out var entry) ? AttributeValue.Of(Content.File, entry) : null);

    /// <summary>The path for messages.</summary>
    internal string Shown => Path.Length == 0 ? "the root group" : $"'{Path}'";
}
