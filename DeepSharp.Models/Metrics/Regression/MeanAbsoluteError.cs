namespace DeepSharp.Metrics;

/// <summary>mean |y − ŷ|.</summary>
[Configurable(Aliases = ["mae"])]
public sealed partial class MeanAbsoluteError() : LossMetric(new Losses.MeanAbsoluteError());
