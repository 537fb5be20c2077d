using DeepSharp.Layers;

namespace DeepSharp.Torch;

/// <summary>The layers of a model with weights, as modules of PyTorch, in the order of the model.</summary>
internal sealed class TorchModules
{
    private readonly List<TorchModule> _modules = [];
    private readonly List<string> _unknown = [];
    private readonly HashSet<Layer> _seen = [];
    private readonly FlattenedImages _images;

    public TorchModules(Model model)
    {
        _images = new(model);
        foreach (var layer in model.Sublayers) Visit(layer, layer.Name);
    }

    /// <summary>The modules.</summary>
    public IReadOnlyList<TorchModule> All => _modules;

    /// <summary>Layers with weights that have no counterpart in PyTorch.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    private void Visit(Layer layer, string name)
    {
        if (!_seen.Add(layer)) return;
        switch (layer)
        {
            case TimeDistributed each:
                Visit(each.Layer, name);
                break;
            case Bidirectional both:
                Add(layer, new(name, 0), TorchRecurrent.Parameters((both.Layer.GoBackwards ? both.BackwardLayer : both.Layer).Cell, ""),
                    TorchRecurrent.Parameters((both.Layer.GoBackwards ? both.Layer : both.BackwardLayer).Cell, TorchKey.Reverse));
                break;
            case RecurrentLayer { Cell: StackedRNNCells stack }:
                for (int i = 0; i < stack.Cells.Count; i++) Add(layer, new(name, i), TorchRecurrent.Parameters(stack.Cells[i], ""));
                break;
            case RecurrentLayer recurrent:
                Add(layer, new(name, 0), TorchRecurrent.Parameters(recurrent.Cell, ""));
                break;
            case SeparableConvolutionLayer:
                var own = layer.OwnWeights;
                Add(layer, new($"{name}.depthwise"), [TorchModule.Depthwise(own[0])]);
                Add(layer, new($"{name}.pointwise"), [TorchParameter.Kernel("weight", own[1]), .. own.Skip(2).Select(b => TorchParameter.Same("bias", b))]);
                break;
            case { OwnWeights.Count: > 0 }:
                Add(layer, new(name), TorchModule.Of(layer, _images.Before(layer)));
                break;
            default:
                foreach (var inner in layer.Sublayers) Visit(inner, $"{name}.{inner.Name}");
                break;
        }
    }

    private void Add(Layer layer, TorchKey key, params IEnumerable<TorchParameter>?[] parts)
    {
        if (Array.IndexOf(parts, null) >= 0) _unknown.Add($"'{key.Name}' ({layer.TypeName}) has no counterpart in PyTorch with the same weights");
        else _modules.Add(new(key, layer, [.. parts.SelectMany(p => p!)]));
    }
}
