namespace DeepSharp.Metrics;

/// <summary>mean (ln(1 + y) − ln(1 + ŷ))².</summary>
[Configurable(Aliases = ["msle"])]
public sealed partial class MeanSquaredLogarithmicError() : LossMetric(new Losses.MeanSquaredLogarithmicError());
