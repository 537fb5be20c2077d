namespace DeepSharp.Metrics;

/// <summary>mean max(1 − y · ŷ, 0), for labels −1 and 1 or 0 and 1.</summary>
[Configurable]
public sealed partial class Hinge() : LossMetric(new Losses.Hinge());
