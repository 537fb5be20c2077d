namespace DeepSharp;

/// <summary>The class numbers in targets: [n] or [n, 1] class numbers, or [n, classes] rows of which the largest element counts.</summary>
internal static class ClassLabels
{
    /// <param name="labels">The targets.</param>
    /// <param name="batched">Whether the first axis counts the samples.</param>
    /// <exception cref="ShapeMismatchException">There is not one class for each sample.</exception>
    public static Tensor Of(Tensor labels, bool batched = true)
    {
        var classes = labels;
        int sampleRank = batched ? 1 : 0;
        if (classes.Rank > sampleRank) classes = classes.Shape[^1] == 1 ? classes.Squeeze(-1) : classes.ArgMax(-1);
        return classes.Rank <= sampleRank ? classes
            : throw new ShapeMismatchException($"Class weights need one class per sample, but the targets have shape {labels.Shape}. Give sample weights instead.");
    }
}
