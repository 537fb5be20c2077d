namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The loss times the loss scale factor; differentiate this, and <see cref="Apply"/> divides the gradients again.</summary>
    public virtual Tensor ScaleLoss(Tensor loss) => LossScaleFactor is { } factor ? loss * factor : loss;

    private Tensor Unscale(Tensor gradient) => LossScaleFactor is { } factor ? gradient / factor : gradient;

    /// <summary>A gradient made of another one element by element, where zero gives zero: it has rows where that one has them.</summary>
    private protected static Tensor SameRows(Tensor source, Tensor gradient)
    {
        gradient.RowIds ??= source.RowIds;
        return gradient;
    }

    /// <summary>Limits gradients; a gradient within the limit is left as it is up to rounding: g · c / max(‖g‖, c).</summary>
    private Tensor[] Clip(Tensor[] gradients) => [.. gradients.Zip(Clipped(gradients), SameRows)];

    private Tensor[] Clipped(Tensor[] gradients)
    {
        if (Clipnorm is { } norm) return Array.ConvertAll(gradients, g => Limit(g, g.Square().Sum().Sqrt(), norm));
        if (Clipvalue is { } value) return Array.ConvertAll(gradients, g => g.Minimum(value).Maximum(-value));
        if (GlobalClipnorm is not { } global || gradients.Length == 0) return gradients;
        var total = gradients.Select(g => g.Square().Sum()).Aggregate((a, b) => a + b.Cast(a.DType)).Sqrt();
        return Array.ConvertAll(gradients, g => Limit(g, total.Cast(g.DType), global));
    }

    private static Tensor Limit(Tensor g, Tensor norm, double limit) => g * (limit / norm.Maximum(limit));

    /// <summary>Adds up micro-steps; every n-th one does a step with their mean.</summary>
    private void Accumulate(Tensor[] gradients, IReadOnlyList<Variable> variables, int every)
    {
        var due = ((_iterations.Value + 1) % every).Equal(0);
        var sums = gradients.Select((g, i) => Slot(variables[i], "gradient_accumulator").Value + g).ToArray();
        OnlyWhere(due, [.. variables, .. _slotList, .. SharedState], () => Step(Array.ConvertAll(sums, s => s / every), variables));
        foreach (var (i, v) in variables.Index())
            Slot(v, "gradient_accumulator").Assign(Tensor.Where(due, sums[i].ScalarLike(0), sums[i]));
    }

    /// <summary>Runs an update whose results count only where a condition holds.</summary>
    /// <remarks>A traced step has no branches: the update is worked out each time, and taken over only when the condition is true.</remarks>
    /// <param name="condition">A bool scalar.</param>
    /// <param name="touched">Every variable that the update may assign.</param>
    /// <param name="update">Assigns variables.</param>
    private protected static void OnlyWhere(Tensor condition, Variable[] touched, Action update)
    {
        var before = Array.ConvertAll(touched, v => v.Value);
        update();
        foreach (var (i, v) in touched.Index())
            if (v.Value is var after && !ReferenceEquals(after, before[i])) v.Assign(Tensor.Where(condition, after, before[i]));
    }

    /// <summary>a ← m · a + (1 − m) · w, beginning with a = w; now and then w ← a where that is asked for.</summary>
    /// <remarks>As in Keras, averages are taken in micro-steps too, while the beginning and the frequency go by whole updates.</remarks>
    private void UpdateAverages()
    {
        var update = StepNumber();
        var first = update.Equal(1);
        Tensor? due = EmaOverwriteFrequency is { } frequency ? (update % frequency).Equal(0) : null;
        foreach (var (i, v) in _built.Index())
        {
            var (w, a) = (v.Value, _averages[i].Value);
            a = Tensor.Where(first, w, a * EmaMomentum + w * (1 - EmaMomentum));
            _averages[i].Assign(a);
            if (due is not null) v.Assign(Tensor.Where(due, a, w));
        }
    }

    /// <summary>Whether the moving averages stand in the variables, and the variables' own values in the averages.</summary>
    internal bool AveragesInPlace { get; private set; }

    /// <summary>Exchanges variables and moving averages.</summary>
    internal void ExchangeAverages()
    {
        foreach (var (variable, average) in _built.Zip(_averages))
        {
            var (w, a) = (variable.Value, average.Value);
            variable.Assign(a);
            average.Assign(w);
        }
        AveragesInPlace = !AveragesInPlace;
    }

    /// <summary>Ends a training: with <see cref="UseEma"/>, the moving averages become the variables' values. <c>Fit</c> calls it.</summary>
    public virtual void FinalizeVariables()
    {
        foreach (var (variable, average) in _built.Zip(_averages))
            if (AveragesInPlace) average.Assign(variable.Value);
            else variable.Assign(average.Value);
        AveragesInPlace = false;
    }
}
