namespace DeepSharp.Hdf5;

/// <summary>A group or dataset that will be written.</summary>
internal abstract class Hdf5Node
{
    /// <summary>Attributes: texts, and lists of texts.</summary>
    public List<(string Name, string[] Values, bool IsList)> Attributes { get; } = [];

    /// <summary>Adds a text.</summary>
    public void Add(string name, string value) => Attributes.Add((name, [value], false));
}

/// <summary>A group that will be written: names with what they lead to.</summary>
internal sealed class Hdf5GroupNode : Hdf5Node
{
    private readonly Dictionary<string, Hdf5Node> _children = [];

    /// <summary>What is in the group.</summary>
    public IReadOnlyDictionary<string, Hdf5Node> Children => _children;

    /// <summary>The group at a path, made where it is not there yet.</summary>
    public Hdf5GroupNode Group(string path)
    {
        var at = this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!at._children.TryGetValue(name, out var child)) at._children[name] = child = new Hdf5GroupNode();
            at = child as Hdf5GroupNode ?? throw new ModelFileException($"'{path}' cannot be a group of the file, since '{name}' in it is a weight."
                + " Rename one of them.");
        }
        return at;
    }

    /// <summary>Puts a tensor at a path.</summary>
    public Hdf5DatasetNode Dataset(string path, Tensor value)
    {
        int slash = path.LastIndexOf('/');
        var dataset = new Hdf5DatasetNode(value);
        if (!Group(slash < 0 ? "" : path[..slash])._children.TryAdd(path[(slash + 1)..], dataset))
            throw new ModelFileException($"Two weights have the path '{path}' in the file. Paths must differ.");
        return dataset;
    }
}

/// <summary>A dataset that will be written.</summary>
internal sealed class Hdf5DatasetNode : Hdf5Node
{
    public Hdf5DatasetNode(Tensor value)
    {
        Value = value;
        // Keras' mark, by which it tells these two bytes from others.
        if (value.DType == DType.BFloat16) Add("dtype", "bfloat16");
    }

    /// <summary>The values.</summary>
    public Tensor Value { get; }

    /// <summary>Bytes of the values.</summary>
    public long Bytes => Value.Count * Value.DType.Size;
}
