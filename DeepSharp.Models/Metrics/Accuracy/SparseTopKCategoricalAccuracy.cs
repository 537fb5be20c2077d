namespace DeepSharp.Metrics;

/// <summary>How often the label is among the k most probable classes, for labels given as class numbers.</summary>
/// <param name="k">How many classes count as the top; classes that tie with the k-th are all in it.</param>
[Configurable]
[UnusedKey("from_sorted_ids", false)]
public sealed partial class SparseTopKCategoricalAccuracy(int k = 5) : MeanMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred) =>
        TopClasses.Hits(Ranks.Labels(TypeName, yTrue, yPred, -1, "TopKCategoricalAccuracy"), Ranks.Floating(yPred), K);
}
