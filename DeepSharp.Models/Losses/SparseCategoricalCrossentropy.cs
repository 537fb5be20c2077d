namespace DeepSharp.Losses;

/// <summary>−ln p[label], for labels given as class numbers.</summary>
/// <remarks>Where the model ends in a softmax, the loss is computed from what went into it, which is exact for any certainty.</remarks>
/// <param name="fromLogits">Whether predictions are scores before softmax instead of probabilities.</param>
/// <param name="ignoreClass">A label whose elements count for nothing.</param>
/// <param name="axis">The axis of the classes.</param>
[Configurable]
public sealed partial class SparseCategoricalCrossentropy(bool fromLogits = false, int? ignoreClass = null, int axis = -1) : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var labels = yTrue.Cast(DType.Int32);
        if (labels.Rank == yPred.Rank && labels.Shape[Axis] == 1) labels = labels.Squeeze(Axis);
        var logits = FromLogits ? yPred : yPred.Logits;
        var logp = logits is not null ? logits.LogSoftmax(Axis) : yPred.Log();
        var classes = Tensor.Arange(yPred.Shape[Axis]);
        var hot = Tensor.Equal(labels.ExpandDims(-1), classes).Cast(yPred.DType);
        return -(logp * hot).Sum(-1);
    }
}
