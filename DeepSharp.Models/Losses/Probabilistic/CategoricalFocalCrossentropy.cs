namespace DeepSharp.Losses;

/// <summary>−Σ α (1 − p)^γ y ln p over the axis of the classes, for one-hot labels: easy samples count less.</summary>
/// <remarks>Lin et al. 2017, for several classes.</remarks>
/// <param name="alpha">The weight of the loss.</param>
/// <param name="gamma">How much easy samples are played down.</param>
/// <param name="fromLogits">Whether predictions are scores before softmax instead of probabilities.</param>
/// <param name="labelSmoothing">a in y · (1 − a) + a / classes, from 0 to 1.</param>
/// <param name="axis">The axis of the classes.</param>
[Configurable]
public sealed partial class CategoricalFocalCrossentropy(
    double alpha = 0.25, double gamma = 2.0, bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1) : Loss
{
    /// <summary>a in y · (1 − a) + a / classes, from 0 to 1.</summary>
    public double LabelSmoothing { get; } = DeepSharp.LabelSmoothing.Check("CategoricalFocalCrossentropy", labelSmoothing);

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigEntry> Config =>
    [
        .. BaseConfig(), new("from_logits", FromLogits), new("label_smoothing", LabelSmoothing), new("axis", Axis), new("alpha", Alpha), new("gamma", Gamma),
    ];

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        if (!yTrue.Shape.Matches(yPred.Shape))
            throw new ShapeMismatchException(
                $"{TypeName} expects one-hot targets of the predictions' shape {yPred.Shape} but got {yTrue.Shape}. "
                + "Turn class numbers into one-hot labels.");
        var scores = Scores.OfSoftmax(yPred, FromLogits, Axis);
        var x = scores ?? Ranks.Floating(yPred);
        var t = DeepSharp.LabelSmoothing.Apply(yTrue.Cast(x.DType), LabelSmoothing, x.Shape[x.Shape.Axis(Axis, TypeName)]);
        var logP = scores is null ? (x / x.Sum(Axis, keepDims: true)).Clip(1e-7, 1 - 1e-7).Log() : x.LogSoftmax(Axis);
        return -(Alpha * (1 - logP.Exp()).Pow(Gamma) * t * logP).Sum(Axis);
    }
}
