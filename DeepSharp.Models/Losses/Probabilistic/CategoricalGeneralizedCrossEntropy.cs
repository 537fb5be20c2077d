namespace DeepSharp.Losses;

/// <summary>(1 − p[label]^q) / q, for labels given as class numbers: wrong labels count less than in cross-entropy.</summary>
/// <remarks>
/// Zhang and Sabuncu 2018. Near q = 0 it is cross-entropy, near 1 the mean absolute error. Where the model ends in a softmax, the loss is computed from
/// what went into it. A label outside the classes is an error.
/// </remarks>
/// <param name="q">Between 0 and 1: how little wrong labels count.</param>
[Configurable]
public sealed partial class CategoricalGeneralizedCrossEntropy(double q = 0.5) : Loss
{
    /// <summary>Between 0 and 1: how little wrong labels count.</summary>
    public double Q { get; } = q is > 0 and < 1 ? q
        : throw new InvalidValueException($"CategoricalGeneralizedCrossEntropy: q must lie between 0 and 1 but is {q}.");

    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var labels = Ranks.Labels(TypeName, yTrue, yPred, -1, "CategoricalCrossentropy");
        if (Scores.OfSoftmax(yPred, false, -1) is { } scores) return (-Q * scores.SparseCrossEntropyFromLogits(labels)).Expm1() / -Q;
        // The smallest normal float: a root of nothing has no slope.
        var p = new LabelPickOp().Apply(Ranks.Floating(yPred), labels).Maximum(1.2e-38);
        return (1 - p.Pow(Q)) / Q;
    }
}
