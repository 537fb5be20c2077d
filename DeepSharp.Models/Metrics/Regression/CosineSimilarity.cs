namespace DeepSharp.Metrics;

/// <summary>mean Σ y·ŷ / (‖y‖ · ‖ŷ‖): 1 for equal directions. The loss of the same name has the opposite sign.</summary>
/// <param name="axis">The axis of the vectors.</param>
[Configurable]
public sealed partial class CosineSimilarity(int axis = -1) : MeanMetric
{
    private readonly Losses.CosineSimilarity _opposite = new(axis);

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred) => -_opposite.PerElement(yTrue, yPred);
}
