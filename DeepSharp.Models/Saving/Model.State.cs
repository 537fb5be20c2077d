namespace DeepSharp;

public partial class Model
{
    /// <summary>Everything that must be kept for training to go on as if it had never stopped, by Keras' paths: the weights
    /// (<c>layers/dense/vars/0</c>), random states of layers and of the model itself (<c>layers/dropout/states/0</c>),
    /// of the order of samples (<c>states/shuffle</c>),
    /// and the optimizer's state (<c>optimizer/vars/0</c>). Each variable once.</summary>
    /// <remarks>State of the model's own is added with <c>AddState</c>.</remarks>
    internal IEnumerable<StateEntry> StateEntries() =>
        [.. WeightEntries(), .. Named(l => l.OwnStates, "states"), .. ShuffleEntry(), .. OptimizerEntries()];

    /// <summary>As <see cref="StateEntries"/>, with the weights of <see cref="KerasWeightEntries"/>.</summary>
    internal IEnumerable<StateEntry> KerasStateEntries() => [.. KerasWeightEntries(), .. StateEntries().Where(e => !StateMatch.IsWeight(e.Path))];

    /// <summary>The weights alone, by their paths. A kernel with LoRA stands for itself and its change.</summary>
    internal IEnumerable<StateEntry> WeightEntries() => KerasWeightEntries().DistinctBy(e => e.Variable);

    /// <summary>As <see cref="WeightEntries"/>, but a weight that several layers list stands with each, as in Keras' files.</summary>
    internal IEnumerable<StateEntry> KerasWeightEntries() => Named(l => l.SavedWeights, "vars");

    /// <summary>All that optimizers may keep state for: the weights and the changes of LoRA.</summary>
    private IEnumerable<StateEntry> TrainedEntries() =>
        [.. WeightEntries(), .. Named(l => l.LoraWeights, "lora").DistinctBy(e => e.Variable)];

    /// <summary>Where the state of the order of samples stands in files; there is none before the first training.</summary>
    internal const string ShufflePath = "states/shuffle";

    /// <summary>Makes the state of the order of samples, for a file's to be put there.</summary>
    internal void BuildShuffle() => _orders ??= new(0);

    private IEnumerable<StateEntry> ShuffleEntry() => _orders is null ? [] : [new(ShufflePath, _orders.State)];

    private IEnumerable<StateEntry> OptimizerEntries() =>
        IsCompiled ? Optimizer.Variables.Select((v, i) => new StateEntry($"optimizer/vars/{i}", v)) : [];

    private IEnumerable<StateEntry> Named(Func<Layer, IReadOnlyList<Variable>> own, string group) =>
        LayerPaths().SelectMany(l => own(l.Layer).Select((v, i) => new StateEntry($"{l.Path}{group}/{i}", v)));

    /// <summary>Every layer once with the path that its variables' paths begin with; the model itself has none.</summary>
    internal IEnumerable<(string Path, Layer Layer)> LayerPaths() => LayerPaths(this, "", []);

    private static IEnumerable<(string Path, Layer Layer)> LayerPaths(Layer layer, string prefix, HashSet<Layer> seen)
    {
        if (!seen.Add(layer)) yield break;
        yield return (prefix, layer);
        foreach (var (path, inner) in layer.SublayerPaths)
            foreach (var entry in LayerPaths(inner, $"{prefix}{path}/", seen)) yield return entry;
    }

    /// <summary>The paths of the weights that the optimizer keeps slots for, in the order of the slots.</summary>
    internal string[] OptimizedPaths()
    {
        if (!IsCompiled) return [];
        var paths = TrainedEntries().ToDictionary(e => e.Variable, e => e.Path);
        return [.. Optimizer.SlotOwners.Select(v => paths.GetValueOrDefault(v) ?? throw new DeepSharpException(
            $"Model '{Name}' cannot be saved: its optimizer also holds state for '{v.Name}', which is not one of the model's weights. Give each model an optimizer of its own."))];
    }

    /// <summary>Makes the optimizer's slots for the weights of these paths.</summary>
    internal void BuildOptimizer(IReadOnlyList<string> paths)
    {
        var weights = TrainedEntries().ToDictionary(e => e.Path, e => e.Variable);
        Optimizer.Build([.. paths.Select(p => weights.GetValueOrDefault(p) ?? throw new InvalidDataException($"its optimizer has state for '{p}', which is no weight of the model."))]);
    }
}
