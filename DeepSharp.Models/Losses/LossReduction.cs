namespace DeepSharp;

/// <summary>Weights, masks and reduces element losses as Keras does.</summary>
internal static class LossReduction
{
    public static Tensor Reduce(Tensor losses, Tensor? weight, Tensor? mask, Reduction reduction)
    {
        Tensor? kept = null;
        if (mask is not null)
        {
            var m = Fit(mask.Cast(losses.DType), losses);
            kept = m.BroadcastTo(losses.Shape).Sum();
            weight = weight is null ? m : Fit(weight.Cast(losses.DType), losses) * m;
        }
        else if (weight is not null) weight = Fit(weight.Cast(losses.DType), losses);

        var weighted = weight is null ? losses : losses * weight;
        return reduction switch
        {
            Reduction.None => weighted,
            Reduction.Sum => weighted.Sum(),
            Reduction.MeanWithSampleWeight => weight is null ? weighted.Mean() : Ratio(weighted.Sum(), weight.BroadcastTo(losses.Shape).Sum()),
            _ => kept is null ? weighted.Mean() : Ratio(weighted.Sum(), kept),
        };
    }

    /// <summary>Adds or drops a trailing axis of one so that weights stand beside the losses they belong to.</summary>
    public static Tensor Fit(Tensor weight, Tensor losses)
    {
        while (weight.Rank > losses.Rank && weight.Shape[^1] == 1) weight = weight.Squeeze(-1);
        while (weight.Rank < losses.Rank) weight = weight.ExpandDims(-1);
        return weight;
    }

    /// <summary>a / b, and 0 where nothing is counted.</summary>
    private static Tensor Ratio(Tensor a, Tensor b) => Tensor.Where(b > 0, a / Tensor.Where(b > 0, b, b.ScalarLike(1)), a.ScalarLike(0));
}
