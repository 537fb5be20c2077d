using DeepSharp.Hdf5;

namespace DeepSharp;

/// <summary>A group of an HDF5 file: names that lead to groups and datasets.</summary>
public sealed class Hdf5Group : Hdf5Object
{
    private readonly Lazy<Dictionary<string, LinkTarget>> _links;
    private string[]? _names;

    internal Hdf5Group(Hdf5Content content, ObjectHeader header, string path) : base(content, header, path) =>
        _links = new(() => GroupLinks.Read(content.File, header));

    /// <summary>The names in the group, sorted.</summary>
    /// <exception cref="ModelFileException">The file is damaged.</exception>
    public IReadOnlyList<string> Names => Content.Guard(() => _names ??= [.. _links.Value.Keys.Order(StringComparer.Ordinal)]);

    /// <summary>The group or dataset at a path.</summary>
    /// <param name="path">Names joined by slashes; a leading slash begins at the root.</param>
    /// <exception cref="ModelFileException">There is none, or it lies in another file, or soft links lead in a circle.</exception>
    public Hdf5Object this[string path] => Find(path) ?? throw Content.Wrapped(new InvalidDataException(
        $"there is nothing at '{path}' in {Shown}; it has {KnownNames.List(Names.Take(50))}."));

    /// <summary>The group or dataset at a path, or null if there is none.</summary>
    /// <param name="path">Names joined by slashes; a leading slash begins at the root.</param>
    /// <exception cref="ModelFileException">The file is damaged, or the path leads into another file or in a circle.</exception>
    public Hdf5Object? Find(string path) => Content.Guard(() => Content.Walk(this, path));

    /// <summary>What a name leads to, or null.</summary>
    internal LinkTarget? Link(string name) => _links.Value.GetValueOrDefault(name);
}
