namespace DeepSharp.Metrics;

/// <summary>mean max(max((1 − y) · ŷ) − Σ y · ŷ + 1, 0), for one-hot labels.</summary>
[Configurable]
public sealed partial class CategoricalHinge() : LossMetric(new Losses.CategoricalHinge());
