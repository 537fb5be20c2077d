namespace DeepSharp.Metrics;

/// <summary>How often the prediction, cut at a threshold, equals the label 0 or 1.</summary>
/// <param name="threshold">Predictions above it count as 1.</param>
[Configurable]
public sealed partial class BinaryAccuracy(double threshold = 0.5) : MeanMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return Tensor.Equal(t, (p > Threshold).Cast(p.DType)).Cast(DType.Float32).Mean(-1);
    }
}
