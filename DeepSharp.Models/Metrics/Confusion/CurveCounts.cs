namespace DeepSharp;

/// <summary>For each label and threshold, the weight of positive and of negative samples predicted above it.</summary>
/// <param name="thresholds">In rising order.</param>
/// <param name="even">Whether they are evenly spaced from 0 to 1, so that a prediction's place among them can be computed.</param>
internal sealed class CurveCounts(double[] thresholds, bool even)
{
    private Variable? _true, _false, _positive, _negative, _outside;

    private int Labels => _true!.Shape[0];

    /// <summary>Makes the state at the first batch.</summary>
    /// <exception cref="ShapeMismatchException">The number of labels has changed.</exception>
    public void Build(int labels, Func<string, Shape, DType, Variable> add, Metric owner)
    {
        if (_true is not null)
        {
            if (Labels == labels) return;
            throw new ShapeMismatchException(
                $"{owner.TypeName} '{owner.Name}' counts {Labels} labels but got predictions of {labels}. "
                + "Make a new metric for another number of labels.");
        }
        _true = add("true_positives", [labels, thresholds.Length], DType.Float64);
        _false = add("false_positives", [labels, thresholds.Length], DType.Float64);
        _positive = add("positives", [labels, 1], DType.Float64);
        _negative = add("negatives", [labels, 1], DType.Float64);
        _outside = add("outside", [], DType.Float64);
    }

    /// <summary>Takes in targets, predictions and weights, all of one shape [.., values].</summary>
    public void Add(Tensor targets, Tensor predictions, Tensor? weights)
    {
        var (t, p) = (ByLabel(targets), ByLabel(predictions));
        var (positive, negative) = ThresholdCounts.Split(t, weights is null ? null : ByLabel(weights));
        // Rounding may carry a probability out a little. NaN is never inside.
        var inside = ((p >= -1e-6).Cast(DType.Float32) * (p <= 1 + 1e-6).Cast(DType.Float32)).Cast(DType.Bool);
        p = Tensor.Where(inside, p, p.ScalarLike(0));
        var (above, below) = even ? Buckets(p, positive, negative) : Compared(p, positive, negative);
        _true!.Assign(_true.Value + above);
        _false!.Assign(_false.Value + below);
        _positive!.Assign(_positive.Value + positive.Sum(-1, keepDims: true));
        _negative!.Assign(_negative.Value + negative.Sum(-1, keepDims: true));
        _outside!.Assign(_outside.Value + (1 - inside.Cast(DType.Float64)).Sum());
    }

    /// <summary>The area for each label.</summary>
    public double[] Areas(AucCurve curve, AucSummation summation, Metric owner, string remedy) =>
        [.. Counts(owner, remedy).Select(c => new CurveArea(c.True, c.False, c.Missed, c.Refused).Under(curve, summation))];

    /// <summary>For each label and at each threshold: true and false positives, false and true negatives.</summary>
    /// <exception cref="InvalidValueException">Predictions outside 0 to 1 were taken in; the message ends with the remedy.</exception>
    public IEnumerable<(double[] True, double[] False, double[] Missed, double[] Refused)> Counts(Metric owner, string remedy)
    {
        if (_true is null) yield break;
        if (_outside!.Value.Item() is > 0 and var outside)
            throw new InvalidValueException(
                $"{owner.TypeName} '{owner.Name}' expects probabilities from 0 to 1, but {outside:0} predictions lay outside or were NaN. {remedy}");
        double[] tp = _true.Value.ToDoubles(), fp = _false!.Value.ToDoubles();
        double[] positives = _positive!.Value.ToDoubles(), negatives = _negative!.Value.ToDoubles();
        for (int l = 0; l < Labels; l++)
        {
            var rows = (l * thresholds.Length)..((l + 1) * thresholds.Length);
            int label = l;
            yield return (tp[rows], fp[rows], [.. tp[rows].Select(v => positives[label] - v)], [.. fp[rows].Select(v => negatives[label] - v)]);
        }
    }

    /// <summary>[labels, n].</summary>
    private Tensor ByLabel(Tensor x) => Labels == 1 ? x.Reshape([1, Dim.Any]) : x.Reshape([Dim.Any, Labels]).Transpose([1, 0]);

    /// <summary>
    /// Each prediction falls into the bucket of the last threshold strictly below it; running sums over the buckets from the end then count
    /// the predictions above each threshold. This takes memory for the predictions only, not for predictions × thresholds.
    /// </summary>
    private (Tensor, Tensor) Buckets(Tensor p, Tensor positive, Tensor negative)
    {
        int count = thresholds.Length;
        var bucket = (p.Clip(0, 1) * (count - 1)).Ceiling() - 1;
        // A first threshold below 0 has 0 above it, a first threshold of 0 has not.
        if (thresholds[0] >= 0)
        {
            var counted = (bucket >= 0).Cast(positive.DType);
            (positive, negative) = (positive * counted, negative * counted);
        }
        bucket = bucket.Maximum(0).Cast(DType.Int32);
        var ids = (bucket + Tensor.Arange(Labels).ExpandDims(-1) * count).Reshape([Dim.Any]);
        Tensor Above(Tensor weights) => weights.Reshape([Dim.Any]).SegmentSum(ids, Labels * count).Reshape([Labels, count]).CumSum(1, reverse: true);
        return (Above(positive), Above(negative));
    }

    private (Tensor, Tensor) Compared(Tensor p, Tensor positive, Tensor negative)
    {
        var above = (p.ExpandDims(1) > Tensor.From(thresholds).Cast(DType.Float32).Reshape([1, thresholds.Length, 1])).Cast(positive.DType);
        return ((above * positive.ExpandDims(1)).Sum(-1), (above * negative.ExpandDims(1)).Sum(-1));
    }
}
