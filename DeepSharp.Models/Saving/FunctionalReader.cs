namespace DeepSharp;

/// <summary>Rebuilds a functional model: makes the layers, then calls them on each other as soon as their inputs are there.</summary>
internal sealed class FunctionalReader
{
    private readonly ConfigPlace _place;
    private readonly Dictionary<string, Layer> _layers = [];
    private readonly Dictionary<(string, long), SymbolicTensor[]> _known = [];
    private readonly Dictionary<(string, long), List<Pending>> _waiting = [];
    private readonly Queue<Pending> _ready = [];
    private readonly HashSet<(string, long)> _open = [];

    private FunctionalReader(ConfigPlace place) => _place = place;

    private sealed class Pending(string layer, long index, InboundNode node)
    {
        public string Layer => layer;

        public long Index => index;

        public InboundNode Node => node;

        public int Missing { get; set; }
    }

    /// <summary>A functional model from Keras' settings.</summary>
    public static Model Read(ConfigReader reader)
    {
        var graph = new FunctionalReader(reader.Place("layers"));
        graph.MakeLayers(reader.Get<object>("layers"));
        graph.Connect();
        var model = new Model(graph.Ends(reader, "input_layers"), graph.Ends(reader, "output_layers"));
        model.ReadSettings(reader);
        CompileConfig.Restore(model, reader);
        return model;
    }

    private void MakeLayers(object value)
    {
        var entries = value as IReadOnlyList<object?> ?? throw ConfigException.WrongValue(_place, "a list of layers", value);
        var nodes = new List<Pending>();
        foreach (var (i, item) in entries.Index())
        {
            var place = _place.At(i);
            var entry = item as ConfigObject ?? throw ConfigException.WrongValue(place, "a layer with class_name and config", item);
            var layer = (Layer)ConfigRegistry.Create(typeof(Layer), entry, place);
            string name = entry.Extra("name") as string ?? layer.Name;
            if (!_layers.TryAdd(name, layer)) throw ConfigException.WrongValue(place, "layers of different names", name);
            if (layer is Layers.InputLayer input) _known[(name, 0)] = [input.Symbol];
            var calls = entry.Extra("inbound_nodes") ?? Array.Empty<object?>();
            foreach (var (n, call) in (calls as IReadOnlyList<object?> ?? throw ConfigException.WrongValue(place, "a list of calls as inbound_nodes", calls)).Index())
                nodes.Add(new(name, n, InboundNode.Read(call, layer, place)));
        }
        foreach (var node in nodes) Await(node);
    }

    /// <summary>A call waits for the calls whose outputs it takes, and for the earlier call of its layer.</summary>
    private void Await(Pending node)
    {
        _open.Add((node.Layer, node.Index));
        var needs = node.Node.Inputs.Select(t => (t.Layer, t.Node)).ToHashSet();
        if (node.Index > 0) needs.Add((node.Layer, node.Index - 1));
        foreach (var need in needs)
            if (!_known.ContainsKey(need))
            {
                if (!_waiting.TryGetValue(need, out var list)) _waiting[need] = list = [];
                list.Add(node);
                node.Missing++;
            }
        if (node.Missing == 0) _ready.Enqueue(node);
    }

    private void Connect()
    {
        while (_ready.TryDequeue(out var node))
        {
            _open.Remove((node.Layer, node.Index));
            var layer = _layers[node.Layer];
            var outputs = node.Node.Arguments is { } arguments
                ? layer.ApplyAll(arguments.Map(Tensor), node.Node.Training)
                : layer.ApplyAll([.. node.Node.Inputs.Select(Tensor)], node.Node.Training);
            _known[(node.Layer, node.Index)] = outputs;
            foreach (var next in _waiting.GetValueOrDefault((node.Layer, node.Index), []))
                if (--next.Missing == 0) _ready.Enqueue(next);
        }
        if (_open.Count == 0) return;
        var lost = _waiting.Keys.Where(k => !_known.ContainsKey(k) && !_open.Contains(k)).ToList();
        string why = lost.Count == 0 ? "they depend on each other in a circle" : "calls that they depend on are not there";
        var named = (lost.Count == 0 ? _open : lost.AsEnumerable()).Take(5).Select(k => $"call {k.Item2} of '{k.Item1}'");
        throw new ConfigException(_place.ClassName, _place.Key,
            $"{_place.ClassName}: {_open.Count} layer calls cannot be made{_place.Within}, since {why}: {string.Join(", ", named)}.");
    }

    private SymbolicTensor[] Ends(ConfigReader reader, string key) =>
        [.. TensorPlace.ReadAll(reader.Get<object>(key), reader.Place(key)).Select(Tensor)];

    private SymbolicTensor Tensor(TensorPlace at) => _known.TryGetValue((at.Layer, at.Node), out var outputs) && (ulong)at.Output < (ulong)outputs.Length
        ? outputs[at.Output]
        : throw new ConfigException(_place.ClassName, _place.Key, $"{_place.ClassName}: there is no tensor {at}{_place.Within}.");
}
