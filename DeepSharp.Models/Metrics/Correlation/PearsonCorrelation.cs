namespace DeepSharp.Metrics;

/// <summary>mean cov(y, ŷ) / (σ(y) · σ(ŷ)) along an axis: 1 where predictions follow the targets on a rising line, 0 where one of them never varies.</summary>
/// <remarks>With single outputs [batch, 1] take <c>axis: 0</c>: the correlation within each batch, averaged over batches.</remarks>
/// <param name="axis">The axes of the values that belong together.</param>
[Configurable]
public sealed partial class PearsonCorrelation([DefaultsTo("-1")] Axes? axis = null) : CorrelationMetric(axis ?? -1)
{
    private protected override Tensor Coefficient(Tensor covariance, Tensor varianceTrue, Tensor variancePred, Tensor difference) =>
        LossReduction.Ratio(covariance, (varianceTrue * variancePred).Sqrt());
}
