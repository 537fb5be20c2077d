namespace DeepSharp;

/// <summary>The losses of a model: one for every output, one per output, or by output name. Losses and names convert to it.</summary>
public sealed class LossSet
{
    private readonly Loss? _all;
    private readonly Loss?[]? _each;
    private readonly IReadOnlyDictionary<string, Loss>? _byName;

    private LossSet(Loss? all, Loss?[]? each, IReadOnlyDictionary<string, Loss>? byName) => (_all, _each, _byName) = (all, each, byName);

    /// <summary>One loss for every output.</summary>
    public static implicit operator LossSet(Loss loss) => new(loss, null, null);

    /// <summary>One loss for every output, by Keras' name.</summary>
    public static implicit operator LossSet(string name) => new((Loss)name, null, null);

    /// <summary>A function of targets and predictions as the loss of every output.</summary>
    public static implicit operator LossSet(Func<Tensor, Tensor, Tensor> function) => new((Loss)function, null, null);

    /// <summary>One loss per output, in their order; null for an output that is not trained.</summary>
    public static implicit operator LossSet(Loss?[] losses) => new(null, losses, null);

    /// <summary>Losses by output name; outputs not named are not trained.</summary>
    public static implicit operator LossSet(Dictionary<string, Loss> losses) => new(null, null, losses);

    /// <summary>The loss of each output.</summary>
    /// <exception cref="DeepSharpException">Losses and outputs do not fit.</exception>
    internal Loss?[] For(IReadOnlyList<string> outputs)
    {
        if (_all is not null) return [.. outputs.Select(_ => _all)];
        if (_each is not null)
            return _each.Length == outputs.Count ? _each
                : throw new DeepSharpException($"The model has {outputs.Count} outputs but {_each.Length} losses were given. Give one loss, or one per output (null for none).");
        foreach (string name in _byName!.Keys)
            if (!outputs.Contains(name)) throw new DeepSharpException($"There is no output '{name}' to give a loss to{KnownNames.Instead(name, outputs, "the outputs are")}.");
        return [.. outputs.Select(o => _byName.GetValueOrDefault(o))];
    }

    /// <summary>The losses in a form Keras writes: one value, a list, or a dictionary.</summary>
    internal object? ToConfig() => _all is not null ? _all : _each is not null ? _each : _byName!.ToDictionary(p => p.Key, p => (object?)p.Value);
}
