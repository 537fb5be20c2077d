namespace DeepSharp;

/// <summary>How many predictions lie above each threshold, apart for positive and negative labels, weighted.</summary>
internal static class ThresholdCounts
{
    /// <summary>Targets, predictions and weights of one shape, flat: [n].</summary>
    public static (Tensor Labels, Tensor Predictions, Tensor? Weights) Flat(
        string who, Tensor yTrue, Tensor yPred, Tensor? sampleWeight, int? topK = null, int? classId = null)
    {
        var (t, p) = Ranks.Match(who, yTrue, yPred);
        (t, p) = (t.Cast(DType.Float32), p.Cast(DType.Float32));
        if (topK is { } k) p = TopClasses.Keep(p, k);
        if (classId is { } c)
        {
            if (c < 0 || c >= p.Shape[^1])
                throw new InvalidValueException($"{who}: classId {c} is outside the {p.Shape[^1]} classes of predictions {yPred.Shape}.");
            (t, p) = (t.Slice(-1, c..(c + 1)), p.Slice(-1, c..(c + 1)));
        }
        var weights = ElementMask.Weights(who, sampleWeight, yPred.Mask, p.Cast(DType.Float64))?.BroadcastTo(p.Shape);
        return (Line(t), Line(p), weights is null ? null : Line(weights));
    }

    /// <summary>Weights of the samples with a positive and with a negative label, 0 elsewhere: each float64 [n].</summary>
    public static (Tensor Positive, Tensor Negative) Split(Tensor labels, Tensor? weights)
    {
        var positive = labels.NotEqual(0).Cast(DType.Float64);
        var negative = 1 - positive;
        return weights is null ? (positive, negative) : (positive * weights, negative * weights);
    }

    /// <summary>Σ weight over the predictions strictly above each threshold: [thresholds] from two [n].</summary>
    public static Tensor Above(Tensor predictions, Tensor thresholds, Tensor weights)
    {
        var above = (predictions.ExpandDims(0) > thresholds.ExpandDims(-1)).Cast(weights.DType);
        return (above * weights).Sum(-1);
    }

    private static Tensor Line(Tensor x) => x.Reshape([Dim.Any]);
}
