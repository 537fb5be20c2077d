namespace DeepSharp;

/// <summary>The most probable classes of each row.</summary>
internal static class TopClasses
{
    /// <summary>1 where the label is among the k largest predictions of its row, else 0.</summary>
    public static Tensor Hits(Tensor labels, Tensor predictions, int k) =>
        Tensor.InTopK(labels.Reshape([Dim.Any]), predictions.Reshape([Dim.Any, predictions.Shape[^1]]), k).Cast(DType.Float32).Reshape(labels.Shape);

    /// <summary>Predictions with all but the k largest of each row pushed below every threshold.</summary>
    public static Tensor Keep(Tensor predictions, int k)
    {
        var kept = predictions.TopK(k).Indices.OneHot(predictions.Shape[^1]).Sum(-2);
        return Tensor.Where(kept > 0, predictions, predictions.ScalarLike(NoThreshold));
    }

    /// <summary>A threshold that every prediction kept is above.</summary>
    public const double NoThreshold = -1e10;
}
