namespace DeepSharp;

/// <summary>How often each class was taken for each other one, in a batch.</summary>
internal static class ConfusionCounts
{
    /// <summary>float64 [classes, classes]: the weight of each pair of label (row) and prediction (column).</summary>
    /// <param name="labels">Class numbers, all inside the classes.</param>
    /// <param name="predictions">Class numbers of the labels' shape, all inside the classes.</param>
    /// <param name="weights">A weight for each, or null for 1.</param>
    /// <param name="classes">Number of classes.</param>
    public static Tensor Of(Tensor labels, Tensor predictions, Tensor? weights, int classes)
    {
        var cells = (labels.Cast(DType.Int32) * classes + predictions.Cast(DType.Int32)).Reshape([Dim.Any]);
        weights ??= Tensor.Ones(labels.Shape, DType.Float64, labels.Device);
        return weights.Cast(DType.Float64).Reshape([Dim.Any]).SegmentSum(cells, classes * classes).Reshape([classes, classes]);
    }
}
