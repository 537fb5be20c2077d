namespace DeepSharp.Losses;

/// <summary>−ln p[label], for labels given as class numbers.</summary>
/// <remarks>
/// Where the model ends in a softmax, the loss is computed from what went into it, which is exact for any certainty.
/// Otherwise p is made to sum to one and held within [1e-7, 1 − 1e-7] as in Keras. A label outside the classes is an error.
/// </remarks>
/// <param name="fromLogits">Whether predictions are scores before softmax instead of probabilities.</param>
/// <param name="ignoreClass">A label whose elements count for nothing, not even in the mean's divisor; it may lie outside the classes.</param>
/// <param name="axis">The axis of the classes.</param>
[Configurable]
public sealed partial class SparseCategoricalCrossentropy(bool fromLogits = false, int? ignoreClass = null, int axis = -1) : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var labels = Ranks.Labels(TypeName, yTrue, yPred, Axis, "CategoricalCrossentropy");
        var losses = Scores.OfSoftmax(yPred, FromLogits, Axis) is { } scores
            ? scores.SparseCrossEntropyFromLogits(labels, Axis, IgnoreClass)
            : Ranks.Floating(yPred).SparseCrossEntropy(labels, Axis, IgnoreClass);
        if (IgnoreClass is { } ignored) losses.Mask = labels.NotEqual(ignored);
        return losses;
    }
}
