namespace DeepSharp.Metrics;

/// <summary>How often predictions equal the targets, element by element.</summary>
/// <remarks>The string <c>"accuracy"</c> in Compile means the accuracy that fits the shapes, not this class.</remarks>
[Configurable]
public sealed partial class Accuracy() : MeanMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return Tensor.Equal(t, p).Cast(DType.Float32).Mean(-1);
    }
}
