namespace DeepSharp;

/// <summary>The scores behind predictions, where a loss can have them: from there cross-entropies are exact for any certainty.</summary>
internal static class Scores
{
    /// <summary>The predictions themselves if they are scores, what a final softmax or sigmoid was applied to, or null.</summary>
    /// <param name="yPred">The predictions.</param>
    /// <param name="fromLogits">Whether predictions are scores.</param>
    /// <param name="function">The function the loss applies to scores.</param>
    public static Tensor? Of(Tensor yPred, bool fromLogits, LogitsOf function) =>
        fromLogits ? Ranks.Floating(yPred)
        : yPred.Logits is { } logits && logits.Function == function && logits.Scores.Shape.Matches(yPred.Shape) ? Ranks.Floating(logits.Scores)
        : null;

    /// <summary>As <see cref="Of"/>, for a softmax over an axis; a final softmax is over the last one.</summary>
    public static Tensor? OfSoftmax(Tensor yPred, bool fromLogits, int axis) =>
        fromLogits || yPred.Shape.Axis(axis) == yPred.Rank - 1 ? Of(yPred, fromLogits, LogitsOf.Softmax) : null;
}
