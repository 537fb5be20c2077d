namespace DeepSharp.Metrics;

/// <summary>mean −Σ y ln p over the classes, for one-hot labels or distributions.</summary>
/// <param name="fromLogits">Whether predictions are scores before softmax instead of probabilities.</param>
/// <param name="labelSmoothing">a in y · (1 − a) + a / classes, from 0 to 1.</param>
/// <param name="axis">The axis of the classes.</param>
[Configurable]
public sealed partial class CategoricalCrossentropy(bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1)
    : LossMetric(new Losses.CategoricalCrossentropy(fromLogits, labelSmoothing, axis));
