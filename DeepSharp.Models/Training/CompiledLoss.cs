namespace DeepSharp;

/// <summary>The losses of all outputs as one number, and each output's own for the log where there are several.</summary>
internal sealed class CompiledLoss(LossSet set, IReadOnlyList<double>? weights)
{
    private readonly List<Metrics.Mean> _trackers = [];
    private Loss?[]? _losses;

    /// <summary>Means of the outputs' own losses, where there is more than one.</summary>
    public IReadOnlyList<Metrics.Mean> Trackers => _trackers;

    public LossSet Set => set;

    public IReadOnlyList<double>? Weights => weights;

    /// <summary>The weighted sum of the outputs' losses, a scalar.</summary>
    public Tensor Compute(IReadOnlyList<string> outputs, Tensor[] yTrue, Tensor[] yPred, Tensor[] sampleWeights)
    {
        var losses = _losses ??= Prepare(outputs);
        int trained = losses.Count(l => l is not null);
        if (yTrue.Length != yPred.Length && yTrue.Length != trained)
            throw new ShapeMismatchException($"The model has {yPred.Length} outputs ({trained} with a loss) but got {yTrue.Length} targets.");
        Tensor? total = null;
        int target = 0, tracker = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            if (losses[i] is not { } loss)
            {
                if (yTrue.Length == yPred.Length) target++;
                continue;
            }
            var weight = sampleWeights.Length == 0 ? null : sampleWeights.Length == 1 ? sampleWeights[0] : sampleWeights[target];
            var value = loss.Apply(yTrue[target++], yPred[i], weight).Sum();
            if (trained > 1) _trackers[tracker++].Update(value, Tensor.Full(Shape.Scalar, yPred[i].Shape[0]));
            if (weights is not null) value = value * weights[i];
            total = total is null ? value : total + value;
        }
        return total ?? throw new DeepSharpException("No output has a loss; there is nothing to train.");
    }

    /// <summary>Which of the targets belongs to an output: data may leave out those of outputs without a loss.</summary>
    /// <exception cref="DeepSharpException">The output has no target.</exception>
    public int TargetOf(int output, IReadOnlyList<string> outputs, int targets)
    {
        if (targets == outputs.Count) return output;
        var losses = set.For(outputs);
        return losses[output] is not null ? losses.Take(output).Count(l => l is not null)
            : throw new DeepSharpException($"Output '{outputs[output]}' has a metric but the data has no target for it. Give targets for all {outputs.Count} outputs, or measure only outputs with a loss.");
    }

    private Loss?[] Prepare(IReadOnlyList<string> outputs)
    {
        var losses = set.For(outputs);
        if (weights is not null && weights.Count != outputs.Count)
            throw new DeepSharpException($"The model has {outputs.Count} outputs but {weights.Count} loss weights were given.");
        if (losses.Count(l => l is not null) > 1)
            for (int i = 0; i < losses.Length; i++)
                if (losses[i] is not null) _trackers.Add(new() { Name = $"{outputs[i]}_loss" });
        return losses;
    }
}
