namespace DeepSharp.Metrics;

/// <summary>The mean of intersection over union of the classes 0 and 1, for predictions cut at a threshold.</summary>
/// <param name="targetClassIds">The classes averaged over: 0, 1 or both.</param>
/// <param name="threshold">Predictions from it on count as 1.</param>
[Configurable]
public sealed partial class BinaryIoU([DefaultsTo("new int[] { 0, 1 }")] int[]? targetClassIds = null, double threshold = 0.5)
    : OverlapMetric(2, targetClassIds ?? [0, 1], null, true, true, -1)
{
    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) =>
        Count(yTrue, (Ranks.Floating(yPred) >= Threshold).Cast(DType.Int32), yPred.Mask, sampleWeight);
}
