namespace DeepSharp.Metrics;

/// <summary>mean (y − ŷ)².</summary>
[Configurable(Aliases = ["mse"])]
public sealed partial class MeanSquaredError() : LossMetric(new Losses.MeanSquaredError());
