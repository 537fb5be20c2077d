namespace DeepSharp.Metrics;

/// <summary>The area under a curve over thresholds, for labels 0 and 1 and probabilities.</summary>
/// <remarks>
/// The curve is followed at evenly spaced thresholds from 0 to 1, the outermost moved out by 1e-7, so the area is approximate; its error is
/// about 1 / thresholds. Weighted counts are kept, so that batches can be of any size.
/// </remarks>
/// <param name="numThresholds">How many thresholds; more than one.</param>
/// <param name="curve">The curve.</param>
/// <param name="summationMethod">How the area between two thresholds is taken.</param>
/// <param name="thresholds">Thresholds of one's own instead, from 0 to 1; the two outermost are added.</param>
/// <param name="multiLabel">Whether each label has a curve of its own, whose areas are averaged; predictions are then [batch, labels].</param>
/// <param name="numLabels">Number of labels where <paramref name="multiLabel"/>; taken from the predictions if null.</param>
/// <param name="labelWeights">A weight per label: of its area where <paramref name="multiLabel"/>, else of its predictions.</param>
/// <param name="fromLogits">Whether predictions are scores, to which the logistic function is applied.</param>
[Configurable]
public sealed partial class AUC(
    int numThresholds = 200, AucCurve curve = AucCurve.ROC, AucSummation summationMethod = AucSummation.Interpolation, double[]? thresholds = null,
    bool multiLabel = false, int? numLabels = null, double[]? labelWeights = null, bool fromLogits = false) : Metric
{
    private readonly CurveCounts _counts = new(Edges(numThresholds, thresholds), even: thresholds is null);

    /// <summary>How many thresholds; more than one.</summary>
    public int NumThresholds { get; } = thresholds is not null ? thresholds.Length + 2 : numThresholds > 1 ? numThresholds
        : throw new InvalidValueException($"AUC: numThresholds must be more than 1 but is {numThresholds}.");

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigEntry> Config
    {
        get
        {
            List<ConfigEntry> entries =
            [
                .. BaseConfig(), new("num_thresholds", NumThresholds), new("curve", Curve), new("summation_method", SummationMethod),
                new("multi_label", MultiLabel), new("num_labels", NumLabels), new("label_weights", LabelWeights), new("from_logits", FromLogits),
            ];
            if (Thresholds is not null) entries.Add(new("thresholds", Thresholds));
            return entries;
        }
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        (t, p) = (t.Cast(DType.Float32), p.Cast(DType.Float32));
        if (FromLogits) p = p.Sigmoid();
        int labels = p.Shape[^1];
        if (MultiLabel && NumLabels is { } n && n != labels)
            throw new ShapeMismatchException($"AUC expects predictions of {n} labels but got shape {yPred.Shape}.");
        if (LabelWeights is { } each && each.Length != labels)
            throw new ShapeMismatchException($"AUC has {each.Length} label weights but got predictions of {labels} labels, shape {yPred.Shape}.");
        _counts.Build(MultiLabel ? labels : 1, AddVariable, this);
        var weights = ElementMask.Weights(TypeName, sampleWeight, yPred.Mask, p.Cast(DType.Float64))?.BroadcastTo(p.Shape);
        if (!MultiLabel && LabelWeights is not null)
        {
            var byLabel = Tensor.From(LabelWeights).BroadcastTo(p.Shape);
            weights = weights is null ? byLabel : weights * byLabel;
        }
        _counts.Add(t, p, weights);
    }

    /// <summary>The area, a scalar.</summary>
    /// <exception cref="InvalidValueException">Predictions outside 0 to 1 were taken in.</exception>
    public override Tensor Result()
    {
        var areas = _counts.Areas(Curve, SummationMethod, this, "Give the last layer a sigmoid, or set fromLogits: true.");
        if (!MultiLabel || LabelWeights is null) return Tensor.Scalar(areas.Length == 0 ? 0 : areas.Average());
        double sum = LabelWeights.Sum();
        return Tensor.Scalar(sum == 0 ? 0 : areas.Zip(LabelWeights, (a, w) => a * w).Sum() / sum);
    }

    private static double[] Edges(int count, double[]? own)
    {
        if (own is not null && own.Length == 0) own = null;
        double[] inner = own is null ? [.. Enumerable.Range(1, Math.Max(0, count - 2)).Select(i => i / (count - 1.0))] : [.. Checked(own).Order()];
        return [-1e-7, .. inner, 1 + 1e-7];
    }

    private static Thresholds Checked(double[] values) => values;
}
