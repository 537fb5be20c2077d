namespace DeepSharp;

/// <summary>Weights, masks and reduces element losses as Keras does.</summary>
internal static class LossReduction
{
    /// <summary>
    /// Sum: Σ l·w·m. Mean: Σ l·w·m / Σ m, where all elements count without a mask, so that weights scale the loss.
    /// Mean with sample weight: Σ l·w·m / Σ w·m. A single loss of the whole batch counts once for each weight.
    /// </summary>
    public static Tensor Reduce(string who, Tensor losses, Tensor? weight, Tensor? mask, Reduction reduction)
    {
        if (losses.Rank == 0 && weight is { Rank: > 0 }) losses = losses.BroadcastTo(weight.Shape);
        var weights = ElementMask.Weights(who, weight, mask, losses);
        var weighted = weights is null ? losses : losses * weights;
        return reduction switch
        {
            Reduction.None => weighted,
            Reduction.Sum => weighted.Sum(),
            Reduction.MeanWithSampleWeight => weights is null ? losses.Mean() : Ratio(weighted.Sum(), weights.BroadcastTo(losses.Shape).Sum()),
            _ => mask is null ? weighted.Mean()
                : Ratio(weighted.Sum(), ElementMask.Fit(who, mask.Cast(losses.DType), losses, "masks").BroadcastTo(losses.Shape).Sum()),
        };
    }

    /// <summary>a / b, and 0 where nothing is counted.</summary>
    public static Tensor Ratio(Tensor a, Tensor b)
    {
        var none = b.Equal(0);
        return Tensor.Where(none, a.ScalarLike(0), a / Tensor.Where(none, b.ScalarLike(1), b));
    }
}
