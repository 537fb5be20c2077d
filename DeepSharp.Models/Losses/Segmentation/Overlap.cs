namespace DeepSharp;

/// <summary>Sums of labels and predictions over the same axes, as the losses of overlap need them.</summary>
internal static class Overlap
{
    /// <summary>Keeps a division by nothing from being undefined.</summary>
    public const double Epsilon = 1e-7;

    /// <summary>Targets and predictions of one shape, and the predictions' mask as numbers; null without one.</summary>
    public static (Tensor True, Tensor Pred, Tensor? Weights) Prepare(string who, Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(who, yTrue, yPred);
        return (t, p, yPred.Mask is { } mask ? ElementMask.Fit(who, mask.Cast(p.DType), p, "masks") : null);
    }

    /// <summary>The losses, with a mask that leaves out those of which everything is masked.</summary>
    public static Tensor Masked(Tensor losses, Tensor predictions, Tensor? weights, Axes? axes)
    {
        if (weights is not null) losses.Mask = weights.BroadcastTo(predictions.Shape).Sum(axes ?? default).NotEqual(0);
        return losses;
    }

    /// <summary>Σ x·w over the axes; over all where none is named.</summary>
    public static Tensor Sum(Tensor x, Tensor? weights, Axes? axes) => (weights is null ? x : x * weights).Sum(axes ?? default);
}
