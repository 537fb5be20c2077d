namespace DeepSharp.Metrics;

/// <summary>100 · mean |y − ŷ| / max(|y|, 1e-7).</summary>
[Configurable(Aliases = ["mape"])]
public sealed partial class MeanAbsolutePercentageError() : LossMetric(new Losses.MeanAbsolutePercentageError());
