namespace DeepSharp.Metrics;

/// <summary>mean Σ y · ln(y / ŷ).</summary>
[Configurable(Aliases = ["kld"])]
public sealed partial class KLDivergence() : LossMetric(new Losses.KLDivergence());
