namespace DeepSharp.Metrics;

/// <summary>How often the most probable class is the one the one-hot target names.</summary>
[Configurable]
public sealed partial class CategoricalAccuracy() : MeanMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return Tensor.Equal(t.ArgMax(-1), p.ArgMax(-1)).Cast(DType.Float32);
    }
}
