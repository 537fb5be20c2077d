namespace DeepSharp.Losses;

/// <summary>mean −y ln p − (1 − y) ln(1 − p) over an axis, for labels 0 and 1 or probabilities.</summary>
/// <remarks>
/// Where the model ends in a sigmoid, the loss is computed from what went into it, which is exact for any certainty.
/// Otherwise p is held within [1e-7, 1 − 1e-7] as in Keras.
/// </remarks>
/// <param name="fromLogits">Whether predictions are scores before sigmoid instead of probabilities.</param>
/// <param name="labelSmoothing">a in y · (1 − a) + a / 2, from 0 to 1.</param>
/// <param name="axis">The axis the mean is taken over.</param>
[Configurable(Aliases = ["bce"])]
public sealed partial class BinaryCrossentropy(bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1) : Loss
{
    /// <summary>a in y · (1 − a) + a / 2, from 0 to 1.</summary>
    public double LabelSmoothing { get; } = DeepSharp.LabelSmoothing.Check("BinaryCrossentropy", labelSmoothing);

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var scores = Scores.Of(yPred, FromLogits, LogitsOf.Sigmoid);
        var (t, p) = Ranks.Match(TypeName, yTrue, scores ?? yPred);
        t = DeepSharp.LabelSmoothing.Apply(t, LabelSmoothing, 2);
        return (scores is null ? p.BinaryCrossEntropy(t) : p.BinaryCrossEntropyFromLogits(t)).Mean(Axis);
    }
}
