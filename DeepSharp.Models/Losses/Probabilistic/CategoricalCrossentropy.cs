namespace DeepSharp.Losses;

/// <summary>−Σ y ln p over the axis of the classes, for one-hot labels or distributions.</summary>
/// <remarks>
/// Where the model ends in a softmax, the loss is computed from what went into it, which is exact for any certainty.
/// Otherwise p is made to sum to one and held within [1e-7, 1 − 1e-7] as in Keras.
/// </remarks>
/// <param name="fromLogits">Whether predictions are scores before softmax instead of probabilities.</param>
/// <param name="labelSmoothing">a in y · (1 − a) + a / classes, from 0 to 1.</param>
/// <param name="axis">The axis of the classes.</param>
[Configurable]
public sealed partial class CategoricalCrossentropy(bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1) : Loss
{
    /// <summary>a in y · (1 − a) + a / classes, from 0 to 1.</summary>
    public double LabelSmoothing { get; } = DeepSharp.LabelSmoothing.Check("CategoricalCrossentropy", labelSmoothing);

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        if (!yTrue.Shape.Matches(yPred.Shape))
            throw new ShapeMismatchException(
                $"{TypeName} expects targets of the predictions' shape {yPred.Shape} but got {yTrue.Shape}. "
                + "For labels that are class numbers use SparseCategoricalCrossentropy.");
        var scores = Scores.OfSoftmax(yPred, FromLogits, Axis);
        var p = scores ?? Ranks.Floating(yPred);
        var t = DeepSharp.LabelSmoothing.Apply(yTrue.Cast(p.DType), LabelSmoothing, p.Shape[p.Shape.Axis(Axis, TypeName)]);
        return scores is null ? p.CategoricalCrossEntropy(t, Axis) : p.CategoricalCrossEntropyFromLogits(t, Axis);
    }
}
