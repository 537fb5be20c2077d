namespace DeepSharp.Metrics;

/// <summary>The mean of intersection over union over some classes, for one-hot labels.</summary>
/// <param name="numClasses">Number of classes.</param>
/// <param name="targetClassIds">The classes averaged over.</param>
/// <param name="ignoreClass">A label whose elements count for nothing.</param>
/// <param name="sparseYPred">Whether predictions are class numbers; else they have a value for each class.</param>
/// <param name="axis">The axis of the classes.</param>
[Configurable]
public sealed partial class OneHotIoU(int numClasses, int[] targetClassIds, int? ignoreClass = null, bool sparseYPred = false, int axis = -1)
    : OverlapMetric(numClasses, targetClassIds, ignoreClass, false, sparseYPred, axis);
