namespace DeepSharp.Layers;

/// <summary>Runs one recurrent layer from the first step to the last and another from the last to the first, and joins their outputs.</summary>
/// <remarks>
/// Schuster and Paliwal 1997. Both are fresh copies, with weights of their own, of the layer given. The outputs of the backward layer are turned
/// round, so that both speak of the same step. With returnSequences masked steps give zeros, whatever the layer's zeroOutputForMask
/// says. The first half of the initial states is the forward layer's; given states stand in this order too.
/// </remarks>
/// <param name="layer">The layer that runs forward.</param>
/// <param name="mergeMode">How the outputs are joined; both are given if null.</param>
/// <param name="backwardLayer">The layer that runs backward (made with goBackwards: true); a copy of the forward one if null.</param>
[Layer]
[UnusedKey("weights")]
public sealed partial class Bidirectional(RecurrentLayer layer, MergeMode? mergeMode = MergeMode.Concat, RecurrentLayer? backwardLayer = null) : Layer
{
    private readonly RecurrentLayer _forwardLayer = Copy(layer, "forward_", layer.GoBackwards);
    private readonly RecurrentLayer _backwardLayer = backwardLayer is null
        ? Copy(layer, "backward_", !layer.GoBackwards)
        : Copy(Fitting(layer, backwardLayer), "", backwardLayer.GoBackwards);

    /// <summary>The layer that runs forward.</summary>
    public RecurrentLayer Layer => _forwardLayer;

    /// <summary>The layer that runs backward.</summary>
    public RecurrentLayer BackwardLayer => _backwardLayer;

    /// <summary>Sets the states of both layers to zero.</summary>
    /// <exception cref="InvalidValueException">The layers are not stateful.</exception>
    public void ResetStates()
    {
        _forwardLayer.ResetStates();
        _backwardLayer.ResetStates();
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        foreach (var direction in new[] { _forwardLayer, _backwardLayer })
        {
            direction.TakeType(this);
            direction.BuildFor([input]);
        }
    }

    /// <summary>Runs both layers.</summary>
    /// <param name="sequences">[batch, time, …].</param>
    /// <param name="initialState">The states before the first step, those of the forward layer first; zeros if not given.</param>
    /// <param name="mask">Which steps count, as bool [batch, time]; that of the sequences if not given.</param>
    [CallMethod]
    private Tensor[] Formula(Tensor sequences, Tensor[]? initialState = null, Tensor? mask = null)
    {
        Tensor[] states = initialState ?? [];
        int half = states.Length / 2;
        if (states.Length % 2 != 0)
            throw new ShapeMismatchException(
                $"Bidirectional expects the states of both layers but got {states.Length}, which is odd. Give the forward layer's, then the backward layer's.");
        var forward = _forwardLayer.Apply([sequences, .. states[..half]]);
        var backward = _backwardLayer.Apply([sequences, .. states[half..]]);
        var (y, turned) = (forward[0], _forwardLayer.ReturnSequences ? backward[0].Flip(1) : backward[0]);
        Tensor[] outputs = MergeMode switch
        {
            null => [y, turned],
            Layers.MergeMode.Concat => [Tensor.Concat([y, turned], -1)],
            Layers.MergeMode.Sum => [y + turned],
            Layers.MergeMode.Mul => [y * turned],
            _ => [(y + turned) * 0.5],
        };
        if (_forwardLayer.ReturnSequences)
            foreach (var output in outputs) output.Mask = mask;
        return [.. outputs, .. forward[1..], .. backward[1..]];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(Tensor[] inputs) => null;

    /// <summary>A fresh layer of the same settings that runs in the given direction.</summary>
    private static RecurrentLayer Copy(RecurrentLayer layer, string prefix, bool goBackwards)
    {
        var plain = ConfigTree.Plain(layer);
        string name = layer.Name.StartsWith(prefix, StringComparison.Ordinal) ? layer.Name : prefix + layer.Name;
        ConfigEntry Changed(ConfigEntry entry) => entry.Key switch
        {
            "name" => entry with { Value = name },
            "go_backwards" => entry with { Value = goBackwards },
            "zero_output_for_mask" => entry with { Value = layer.ReturnSequences },
            _ => entry,
        };
        return ConfigRegistry.Create<RecurrentLayer>(plain with { Config = [.. plain.Config.Select(Changed)], Beside = [] });
    }

    /// <summary>The backward layer, if it fits the forward one.</summary>
    private static RecurrentLayer Fitting(RecurrentLayer forward, RecurrentLayer backward)
    {
        if (forward.GoBackwards == backward.GoBackwards)
            throw new InvalidValueException(
                $"Bidirectional expects its layers to run in different directions, but both have goBackwards: {(forward.GoBackwards ? "true" : "false")}. "
                + "Make the backward layer with goBackwards: true.");
        Same("returnSequences", forward.ReturnSequences, backward.ReturnSequences);
        Same("returnState", forward.ReturnState, backward.ReturnState);
        Same("stateful", forward.Stateful, backward.Stateful);
        return backward;
    }

    private static void Same(string setting, bool forward, bool backward)
    {
        if (forward != backward)
            throw new InvalidValueException(
                $"Bidirectional expects the same {setting} of both layers, but the forward layer's is {(forward ? "true" : "false")} "
                + $"and the backward layer's {(backward ? "true" : "false")}.");
    }
}
