namespace DeepSharp.TensorFlowJs;

/// <summary>What TensorFlow.js calls the weights of a model: <c>dense/kernel</c>, whichever model in the model the layer is in.</summary>
internal static class TensorFlowJsNames
{
    /// <summary>The weights in the order of the layers.</summary>
    public static IEnumerable<(Layer Layer, StateEntry Entry)> Of(Model model) => model.Layers.SelectMany(layer => layer is Model inner ? Of(inner)
        : Scope(layer.Name, layer).Select(e => (layer, e)));

    /// <summary>The weights under the names under which a file is written.</summary>
    /// <exception cref="DeepSharpException">Two have the same name.</exception>
    public static List<StateEntry> Unique(Model model)
    {
        var entries = Of(model).Select(e => e.Entry).ToList();
        var twice = entries.GroupBy(e => e.Path).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? entries
            : throw new DeepSharpException($"Model '{model.Name}' cannot be written for TensorFlow.js, where its weights would have the"
            + $" name '{twice.Key}' twice: names of layers count across all models in it. Give the layers different names, and share none between models.");
    }

    /// <summary>Which tensor of a file each weight is: the one of its name, else of those of its layer the next that ends in the weight's name. Programs differ
    /// in the names between (<c>lstm/lstm_cell/kernel</c>).</summary>
    public static List<StateEntry> Match(Model model, IEnumerable<string> stored)
    {
        var left = stored.ToList();
        var known = left.ToHashSet();
        var wanted = Of(model).ToList();
        var own = wanted.Select(w => w.Entry.Path).ToHashSet();
        left.RemoveAll(own.Contains);
        var byLayer = left.ToLookup(n => n.Split('/')[0]);
        var taken = new HashSet<string>();
        var matched = new List<StateEntry>();
        foreach (var (layer, entry) in wanted)
        {
            string path = entry.Path;
            if (!known.Contains(path) && byLayer[layer.Name].FirstOrDefault(n => Last(n) == Last(path) && !taken.Contains(n)) is { } other)
            {
                path = other;
                taken.Add(path);
            }
            matched.Add(entry with { Path = path });
        }
        return matched;
    }

    private static string Last(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string Own(Layer layer, Weight weight) => layer is Layers.DepthwiseConv2D && weight.Name == "kernel" ? "depthwise_kernel" : weight.Name;

    private static IEnumerable<StateEntry> Scope(string scope, Layer layer)
    {
        switch (layer)
        {
            case Layers.Bidirectional both:
                var (forward, backward) = TensorFlowJsLayer.Names(both);
                return [.. Scope($"{scope}/{forward}", both.Layer), .. Scope($"{scope}/{backward}", both.BackwardLayer)];
            case Layers.StackedRNNCells stack:
                return stack.Sublayers.SelectMany((cell, i) => Scope($"{scope}/RNNCell_{i}", cell));
            default:
                return [.. layer.SavedWeights.Select(w => new StateEntry($"{scope}/{Own(layer, w)}", w)), .. layer.Sublayers.SelectMany(l => Scope(scope, l))];
        }
    }
}
