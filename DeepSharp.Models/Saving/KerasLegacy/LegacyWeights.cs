using DeepSharp.Hdf5;

namespace DeepSharp;

/// <summary>The weights in files of Keras 1 and 2: a group for each layer, whose attribute weight_names tells the order.</summary>
internal sealed class LegacyWeights
{
    private readonly Hdf5Store _store;
    private readonly List<(string Layer, string[] Paths)> _layers = [];
    private readonly bool _isTheano, _isFirst;

    /// <summary>Reads what is there.</summary>
    /// <param name="group">The group with the attribute layer_names.</param>
    public LegacyWeights(Hdf5Group group)
    {
        _store = new(group);
        _isTheano = Text(group, "backend") == "theano";
        _isFirst = Text(group, "keras_version") is not { } version || version.StartsWith('1');
        foreach (string layer in Names(group, "layer_names"))
        {
            if (group.Find(layer) is not Hdf5Group own) throw new InvalidDataException($"the layer '{layer}' that is listed in {group.Shown} is not there.");
            string[] paths = [.. Names(own, "weight_names").Select(n => $"{layer}/{n}")];
            if (paths.Length > 0) _layers.Add((layer, paths));
        }
    }

    /// <summary>Bytes that the weights may take.</summary>
    public long Room => _store.Entries.Sum(e => e.Room(exact: false));

    /// <summary>The group of the weights: below model_weights in a file that holds a whole model. Null where the file has another layout.</summary>
    public static Hdf5Group? Find(Hdf5Group root) => new[] { root, root.Find("model_weights") as Hdf5Group }
        .FirstOrDefault(g => g is not null && (g.AttributeNames.Contains("layer_names") || g.AttributeNames.Contains("layer_names0")));

    /// <summary>Gives a model the weights. Layers go by name, or where a name is not known all by their order.</summary>
    /// <exception cref="InvalidDataException">Something does not fit; the message lists every fault, and nothing has been changed.</exception>
    public void Load(Model model)
    {
        var layers = model.Layers.Where(l => l.Weights.Count > 0).ToList();
        var byName = layers.ToDictionary(l => l.Name);
        bool named = _layers.All(l => byName.ContainsKey(l.Layer));
        if (_layers.Count != layers.Count)
            throw new InvalidDataException($"it has weights for {_layers.Count} layers ({KnownNames.List(_layers.Select(l => l.Layer))}), but model"
                + $" '{model.Name}' has {layers.Count} layers with weights ({KnownNames.List(layers.Select(l => l.Name))})."
                + " Build the model as it was when the file was written.");
        var found = _store.Entries.ToDictionary(e => e.Name);
        var wanted = new List<StateEntry>();
        var values = new Dictionary<string, Tensor>();
        var stored = new List<StoredTensor>();
        foreach (var (i, (name, paths)) in _layers.Index())
        {
            if (paths.FirstOrDefault(p => !found.ContainsKey(p)) is { } lost)
                throw new InvalidDataException($"the weight '{lost}' that is listed is not there, or is no number.");
            var layer = named ? byName[name] : layers[i];
            Variable[] variables = [.. layer.TrainableWeights, .. layer.NonTrainableWeights];
            if (_isFirst && model.Layers.Any(l => l.Name == layer.Name + ChannelsFirst.Last))
                throw new InvalidDataException($"its layer '{layer.Name}' has its channels first and is of Keras 1, whose files do not tell how"
                    + " Theano had turned such kernels. Load it with Keras 2 and save it again.");
            var converted = LegacyLayouts.Convert(layer, paths.Length, p => _store.Read([paths[p]])[paths[p]], _isTheano);
            for (int v = 0; v < variables.Length; v++)
            {
                string path = converted is null && v < paths.Length ? paths[v] : $"{name}/{v}:{variables[v].Name}";
                wanted.Add(new(path, variables[v]));
                if (converted is null || v >= converted.Length) continue;
                values[path] = converted[v];
                stored.Add(new(path, converted[v].DType, converted[v].Shape));
            }
            if (converted is null) stored.AddRange(paths.Select(p => found[p]));
        }
        StateMatch.Require(model, wanted, stored, exact: false);
        foreach (var (path, value) in _store.Read([.. wanted.Select(w => w.Path).Where(p => !values.ContainsKey(p))])) values[path] = value;
        StateMatch.Assign(wanted, values);
    }

    private static string? Text(Hdf5Group group, string attribute) => group.AttributeNames.Contains(attribute) ? group.Attribute(attribute) as string : null;

    /// <summary>A list of names; long ones are cut into several attributes.</summary>
    private static IEnumerable<string> Names(Hdf5Group group, string attribute)
    {
        if (group.AttributeNames.Contains(attribute)) return List(group, attribute);
        return Enumerable.Range(0, int.MaxValue).Select(i => $"{attribute}{i}").TakeWhile(group.AttributeNames.Contains).SelectMany(a => List(group, a));
    }

    private static string[] List(Hdf5Group group, string attribute) => group.Attribute(attribute) switch
    {
        string[] names => names,
        // A list without elements has the type of numbers.
        Array { Length: 0 } => [],
        _ => throw new InvalidDataException($"the attribute {attribute} of {group.Shown} is no list of names."),
    };
}
