namespace DeepSharp.Metrics;

/// <summary>mean −ln p[label], for labels given as class numbers.</summary>
/// <param name="fromLogits">Whether predictions are scores before softmax instead of probabilities.</param>
/// <param name="axis">The axis of the classes.</param>
[Configurable]
public sealed partial class SparseCategoricalCrossentropy(bool fromLogits = false, int axis = -1)
    : LossMetric(new Losses.SparseCategoricalCrossentropy(fromLogits, null, axis));
