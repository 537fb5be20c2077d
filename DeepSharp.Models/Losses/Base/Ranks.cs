namespace DeepSharp;

/// <summary>Brings targets and predictions to the same number of axes, as Keras does: a trailing axis of one is dropped or added.</summary>
internal static class Ranks
{
    /// <summary>Targets and predictions of one shape and type, so that [n] against [n, 1] never becomes [n, n].</summary>
    /// <remarks>
    /// Predictions [n, t, 1] make targets [n, t] into [n, t, 1], so that each step keeps a value of its own for masks and weights.
    /// Two vectors [n] become [n, 1]: n samples of one value each.
    /// </remarks>
    /// <exception cref="ShapeMismatchException">They differ in more than a trailing axis of one.</exception>
    public static (Tensor True, Tensor Pred) Match(string who, Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Align(yTrue, yPred);
        if (!t.Shape.Matches(p.Shape))
            throw new ShapeMismatchException(
                $"{who} expects targets of the predictions' shape {yPred.Shape} but got {yTrue.Shape}. "
                + "Check the last layer's units and the labels.");
        p = Floating(p);
        return t.Rank == 1 ? (t.Cast(p.DType).ExpandDims(-1), p.ExpandDims(-1)) : (t.Cast(p.DType), p);
    }

    /// <summary>Drops or adds a trailing axis of one where the ranks differ by it; leaves everything else alone.</summary>
    public static (Tensor True, Tensor Pred) Align(Tensor yTrue, Tensor yPred)
    {
        if (yPred.Rank - yTrue.Rank == 1 && yPred.Shape[^1] == 1) return (yTrue.ExpandDims(-1), yPred);
        if (yTrue.Rank - yPred.Rank == 1 && yTrue.Shape[^1] == 1)
            return yPred.Rank == 1 ? (yTrue, yPred.ExpandDims(-1)) : (yTrue.Squeeze(-1), yPred);
        return (yTrue, yPred);
    }

    /// <summary>Class numbers, one for each row of classes along <paramref name="axis"/>: int32 or int64 without that axis.</summary>
    /// <exception cref="ShapeMismatchException">There is not one label for each row.</exception>
    public static Tensor Labels(string who, Tensor yTrue, Tensor yPred, int axis, string oneHotClass)
    {
        var rows = yPred.Shape.Remove(yPred.Shape.Axis(axis, who));
        var labels = yTrue.DType == DType.Int64 ? yTrue : yTrue.Cast(DType.Int32);
        if (labels.Rank == yPred.Rank && labels.Shape[labels.Shape.Axis(axis)] == 1) labels = labels.Squeeze(axis);
        return labels.Shape.Matches(rows) ? labels : throw new ShapeMismatchException(
            $"{who} expects one class number for each row of predictions {yPred.Shape}, that is labels of shape {rows}, but got {yTrue.Shape}. "
            + $"For one-hot labels use {oneHotClass}.");
    }

    /// <summary>The type losses and metrics are computed in: halves and integers become float32, float64 stays.</summary>
    public static Tensor Floating(Tensor x) => x.DType is DType.Float32 or DType.Float64 ? x : x.Cast(DType.Float32);

    /// <summary>Halves as float32, with their mask and the scores they were made from; anything else as it is.</summary>
    public static Tensor Wide(Tensor x)
    {
        if (!x.DType.Is16Bit) return x;
        var y = x.Cast(DType.Float32);
        y.Mask = x.Mask;
        if (x.Logits is { } logits) y.Logits = logits with { Scores = logits.Scores.Cast(DType.Float32) };
        return y;
    }
}
