namespace DeepSharp.Metrics;

/// <summary>mean −y ln p − (1 − y) ln(1 − p).</summary>
/// <param name="fromLogits">Whether predictions are scores before sigmoid instead of probabilities.</param>
/// <param name="labelSmoothing">a in y · (1 − a) + a / 2, from 0 to 1.</param>
[Configurable(Aliases = ["bce"])]
public sealed partial class BinaryCrossentropy(bool fromLogits = false, double labelSmoothing = 0.0)
    : LossMetric(new Losses.BinaryCrossentropy(fromLogits, labelSmoothing));
