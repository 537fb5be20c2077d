namespace DeepSharp.Metrics;

/// <summary>How often the class that the one-hot target names is among the k most probable ones.</summary>
/// <param name="k">How many classes count as the top; classes that tie with the k-th are all in it.</param>
[Configurable]
public sealed partial class TopKCategoricalAccuracy(int k = 5) : MeanMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return TopClasses.Hits(t.ArgMax(-1), p, K);
    }
}
