namespace DeepSharp.Metrics;

/// <summary>mean 2 · cov(y, ŷ) / (σ²(y) + σ²(ŷ) + (ȳ − mean ŷ)² + 1e-7) along an axis: 1 only where predictions equal the targets.</summary>
/// <remarks>Lin 1989. With single outputs [batch, 1] take <c>axis: 0</c>: the value of each batch, averaged over batches.</remarks>
/// <param name="axis">The axes of the values that belong together.</param>
[Configurable]
public sealed partial class ConcordanceCorrelation([DefaultsTo("-1")] Axes? axis = null) : CorrelationMetric(axis ?? -1)
{
    private protected override Tensor Coefficient(Tensor covariance, Tensor varianceTrue, Tensor variancePred, Tensor difference) =>
        2 * covariance / (varianceTrue + variancePred + difference.Square() + 1e-7);
}
