namespace DeepSharp.Losses;

/// <summary>mean −(1 − p_y)^γ ln p_y over an axis, where p_y is the probability given to the label: easy samples count less.</summary>
/// <remarks>Lin et al. 2017. With class balancing, label 1 is weighted by α and label 0 by 1 − α.</remarks>
/// <param name="applyClassBalancing">Whether the classes are weighted by α and 1 − α.</param>
/// <param name="alpha">The weight of label 1.</param>
/// <param name="gamma">How much easy samples are played down.</param>
/// <param name="fromLogits">Whether predictions are scores before sigmoid instead of probabilities.</param>
/// <param name="labelSmoothing">a in y · (1 − a) + a / 2, from 0 to 1.</param>
/// <param name="axis">The axis the mean is taken over.</param>
[Configurable]
public sealed partial class BinaryFocalCrossentropy(
    bool applyClassBalancing = false, double alpha = 0.25, double gamma = 2.0, bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1) : Loss
{
    /// <summary>a in y · (1 − a) + a / 2, from 0 to 1.</summary>
    public double LabelSmoothing { get; } = DeepSharp.LabelSmoothing.Check("BinaryFocalCrossentropy", labelSmoothing);

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigEntry> Config =>
    [
        .. BaseConfig(), new("from_logits", FromLogits), new("label_smoothing", LabelSmoothing), new("axis", Axis),
        new("apply_class_balancing", ApplyClassBalancing), new("alpha", Alpha), new("gamma", Gamma),
    ];

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var scores = Scores.Of(yPred, FromLogits, LogitsOf.Sigmoid);
        var (t, x) = Ranks.Match(TypeName, yTrue, scores ?? yPred);
        t = DeepSharp.LabelSmoothing.Apply(t, LabelSmoothing, 2);
        var p = scores is null ? x.Clip(1e-7, 1 - 1e-7) : x.Sigmoid();
        var losses = scores is null ? x.BinaryCrossEntropy(t) : x.BinaryCrossEntropyFromLogits(t);
        losses = (1 - (t * p + (1 - t) * (1 - p))).Pow(Gamma) * losses;
        if (ApplyClassBalancing) losses = (t * Alpha + (1 - t) * (1 - Alpha)) * losses;
        return losses.Mean(Axis);
    }
}
