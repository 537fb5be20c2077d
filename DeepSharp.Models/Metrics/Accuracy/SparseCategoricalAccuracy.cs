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
        var labels = Ranks.Labels(TypeName, yTrue, yPred, -1, "CategoricalAccuracy");
        return Tensor.Equal(Ranks.Floating(yPred).ArgMax(-1), labels).Cast(DType.Float32);
    }
}
