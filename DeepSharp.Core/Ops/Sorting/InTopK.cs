namespace DeepSharp;

/// <summary>Whether each row's target class is among its k largest predictions: fewer than k classes score higher. No gradient.</summary>
/// <param name="K">How many classes count as the top.</param>
/// <remarks>
/// Classes that tie with the k-th are all in the top, as in TensorFlow. A row with a target outside the classes or with
/// an infinite or NaN prediction gives false.
/// </remarks>
public sealed record InTopKOp(int K) : Op
{
    /// <inheritdoc/>
    public override string Family => "Sorting";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (targets, predictions) = (inputs[0], inputs[1]);
        Indices.RequireIntegers(Name, targets.DType);
        Domains.Require(Name, FnDomain.Floating, predictions.DType);
        if (predictions.Shape.Rank != 2 || !predictions.Shape[..1].Matches(targets.Shape))
            throw new ShapeMismatchException(
                $"[in_top_k] expects targets [batch] and predictions [batch, classes] but got {targets.Shape} and {predictions.Shape}.");
        return [new(targets.Shape, DType.Bool)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (targets, predictions) = (x[0], x[1]);
        int classes = predictions.Shape[1];
        if (classes == 0) return [Tensor.Zeros(targets.Shape, DType.Bool, targets.Device)];
        var known = (targets >= 0).Cast(DType.Int32) * (targets < classes).Cast(DType.Int32);
        var target = predictions.TakeAlongAxis(targets.Clip(0, classes - 1).ExpandDims(1), 1);
        var above = (predictions > target).Cast(DType.Int32).Sum(1);
        var unclear = (predictions - predictions).NotEqual(0).Cast(DType.Int32).Sum(1);   // ∞ − ∞ and NaN − NaN are NaN
        return [((above < K).Cast(DType.Int32) * known * unclear.Equal(0).Cast(DType.Int32)).Cast(DType.Bool)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Whether each row's target class is among its k largest predictions, as bool [batch].</summary>
    /// <param name="targets">Class numbers, int32 or int64 [batch].</param>
    /// <param name="predictions">Scores, float32 or float64 [batch, classes].</param>
    /// <param name="k">How many classes count as the top; classes that tie with the k-th are all in it.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor InTopK(Tensor targets, Tensor predictions, int k) => new InTopKOp(k).Apply(targets, predictions);
}
