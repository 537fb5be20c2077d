namespace DeepSharp;

/// <summary>Writes the graph of a functional model as Keras does: each layer with its calls, whose arguments name the tensors by
/// [layer, which of its calls, which output].</summary>
internal sealed class FunctionalConfig
{
    private readonly Model _model;
    private readonly FunctionalGraph _graph;
    private readonly Dictionary<SymbolicTensor, object?[]> _places = [];
    private readonly List<Layers.InputLayer> _standIns = [];
    private readonly ILookup<Layer, LayerCall> _calls;

    public FunctionalConfig(Model model, FunctionalGraph graph)
    {
        (_model, _graph) = (model, graph);
        // Calls are counted within this model; a layer may have further ones elsewhere.
        _calls = graph.Calls.OrderBy(c => c.Index).ToLookup(c => c.Layer);
        foreach (var calls in _calls)
            foreach (var (index, call) in calls.Index())
                foreach (var output in call.Outputs) _places[output] = [call.Layer.Name, index, output.Index];
        foreach (var input in graph.Inputs) _places[input] = [InputName(input), 0, 0];
    }

    /// <summary>name, trainable, layers, input_layers, output_layers.</summary>
    public IReadOnlyList<ConfigEntry> Entries()
    {
        List<ConfigEntry> entries = [new("name", _model.Name), new("trainable", _model.Trainable)];
        if (_model.DType != DType.Float32) entries.Add(new("dtype", ConfigObject.DTypePolicy(_model.DType.KerasName)));
        if (_model.ActivityRegularizer is { } penalty) entries.Add(new("activity_regularizer", penalty));
        entries.Add(new("layers", _standIns.Concat(_graph.Layers).Select(Entry).ToArray()));
        entries.Add(new("input_layers", Places(_graph.Inputs)));
        entries.Add(new("output_layers", Places(_graph.Outputs)));
        return entries;
    }

    private ConfigObject Entry(Layer layer)
    {
        var plain = ConfigTree.Plain(layer);
        return plain with { Beside = [.. plain.Beside, new("name", layer.Name), new("inbound_nodes", _calls[layer].Select(Node).ToArray())] };
    }

    private Dictionary<string, object?> Node(LayerCall call)
    {
        Dictionary<string, object?> keywords = [];
        object?[] places = call.Layer.TakesList ? [call.Inputs.Select(Tensor).ToArray()] : [.. call.Inputs.Select(Tensor)];
        if (call.Arguments?.Map(Tensor).Entries is { } entries)
        {
            places = [.. entries.Where(e => !e.ByKeyword).Select(e => e.Value)];
            foreach (var entry in entries.Where(e => e.ByKeyword)) keywords[entry.Name] = entry.Value;
        }
        if (call.Training is { } training) keywords["training"] = training;
        return new() { ["args"] = places, ["kwargs"] = keywords };
    }

    private ConfigObject Tensor(SymbolicTensor tensor) => new(null, "__keras_tensor__",
        [new("shape", tensor.Shape), new("dtype", tensor.DType), new("keras_history", _places[tensor])]);

    private object Places(IReadOnlyList<SymbolicTensor> tensors) => tensors.Count == 1 ? _places[tensors[0]] : tensors.Select(t => _places[t]).ToArray();

    /// <summary>The name of an input's layer. A model that begins in the middle of a graph gets an input layer made up for it.</summary>
    private string InputName(SymbolicTensor input)
    {
        if (input.Layer is Layers.InputLayer) return input.Layer.Name;
        string stem = $"{input.Layer.Name}_input", name = stem;
        for (int n = 1; _graph.Layers.Concat(_standIns).Any(l => l.Name == name); n++) name = $"{stem}_{n}";
        var shape = input.Shape;
        _standIns.Add(new(shape[1..], shape[0] == Dim.Any ? null : shape[0]) { Name = name, DType = input.DType });
        return name;
    }
}
