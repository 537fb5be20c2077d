namespace DeepSharp.Metrics;

/// <summary>mean ŷ − y · ln ŷ.</summary>
[Configurable]
public sealed partial class Poisson() : LossMetric(new Losses.Poisson());
