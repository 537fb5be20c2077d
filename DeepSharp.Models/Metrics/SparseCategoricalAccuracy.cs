namespace DeepSharp.Metrics;

/// <summary>How often the most probable class is the label, for labels given as class numbers.</summary>
[Configurable]
public sealed partial class SparseCategoricalAccuracy() : MeanMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        var labels = yTrue.Cast(DType.Int32);
        if (labels.Rank == yPred.Rank && labels.Shape[^1] == 1) labels = labels.Squeeze(-1);
        return Tensor.Equal(yPred.ArgMax(-1), labels).Cast(DType.Float32);
    }
}
