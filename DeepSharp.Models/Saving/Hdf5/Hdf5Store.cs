namespace DeepSharp.Hdf5;

/// <summary>The numbers in an HDF5 file of weights, by their paths.</summary>
internal sealed class Hdf5Store : IWeightStore
{
    private const int MaxDepth = 64;

    // What releases 2.12 to 2.15 of tf.keras called the list of layers.
    private const string OldLayers = "_layer_checkpoint_dependencies/";

    private readonly Dictionary<string, Hdf5Dataset> _datasets = [];
    private readonly HashSet<long> _seen = [];
    private readonly long _limit;
    private long _bytes;

    /// <summary>Finds all datasets below a group.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, holds something twice, or declares more data than it can hold.</exception>
    public Hdf5Store(Hdf5Group root)
    {
        // Weights are not compressed as a rule, and then not much; only zeros shrink to nothing.
        _limit = (1 << 26) + 64 * root.Content.File.Length;
        Walk(root, "", 0);
        OptimizerName = root.Find("optimizer/vars") is Hdf5Group state && state.AttributeNames.Contains("name") ? state.Attribute("name") as string : null;
        Entries = [.. _datasets.Select(d => new StoredTensor(d.Key, d.Value.DType!.Value, d.Value.Shape))];
    }

    public IReadOnlyList<StoredTensor> Entries { get; }

    public bool IsExact => false;

    public string? OptimizerName { get; }

    public IReadOnlyDictionary<string, Tensor> Read(IReadOnlyCollection<string> names) => names.ToDictionary(n => n, n => _datasets[n].Read());

    private void Walk(Hdf5Group group, string prefix, int depth)
    {
        if (depth > MaxDepth) throw Damaged.Because($"its groups nest deeper than {MaxDepth}");
        foreach (string name in group.Names)
        {
            string path = prefix + name;
            var found = group.Find(name) ?? throw Damaged.Because($"the soft link '{path}' leads nowhere");
            // Also ends circles of groups.
            if (!_seen.Add(found.Header.Address)) throw Damaged.Because($"'{path}' stands in the file under another name, too");
            if (found is Hdf5Group inner) Walk(inner, path + "/", depth + 1);
            else if (found is Hdf5Dataset { DType: not null } dataset) Add(path, dataset);
        }
    }

    private void Add(string path, Hdf5Dataset dataset)
    {
        _bytes += Math.Min(dataset.Bytes, _limit + 1);
        if (_bytes > _limit) throw Damaged.Because($"its datasets have more bytes than a file of {dataset.Content.File.Length} bytes can hold");
        _datasets[path.StartsWith(OldLayers, StringComparison.Ordinal) ? "layers/" + path[OldLayers.Length..] : path] = dataset;
    }
}
