namespace DeepSharp.Metrics;

/// <summary>The mean of intersection over union, true positives / (true positives + false positives + false negatives), over all classes.</summary>
/// <param name="numClasses">Number of classes.</param>
/// <param name="ignoreClass">A label whose elements count for nothing, for example that of a border.</param>
/// <param name="sparseYTrue">Whether labels are class numbers; else they have a value for each class.</param>
/// <param name="sparseYPred">Whether predictions are class numbers; else they have a value for each class.</param>
/// <param name="axis">The axis of the classes where there is a value for each.</param>
[Configurable]
public sealed partial class MeanIoU(int numClasses, int? ignoreClass = null, bool sparseYTrue = true, bool sparseYPred = true, int axis = -1)
    : OverlapMetric(numClasses, null, ignoreClass, sparseYTrue, sparseYPred, axis);
