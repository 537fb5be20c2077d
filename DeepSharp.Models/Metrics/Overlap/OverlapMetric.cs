namespace DeepSharp;

/// <summary>
/// What the metrics of intersection over union share: true positives / (true positives + false positives + false negatives) of each class, from a
/// confusion matrix, averaged over classes.
/// </summary>
/// <remarks>
/// Labels and predictions outside the classes count for nothing. The matrix is float64: whole numbers are exact up to 2⁵³ and weights count as given
/// (Keras cuts them to whole numbers unless its metric has a floating type).
/// </remarks>
public abstract class OverlapMetric : Metric
{
    private readonly int _classes, _axis;
    private readonly int[] _targets;
    private readonly int? _ignoreClass;
    private readonly bool _sparseTrue, _sparsePred;
    private Variable? _counts;

    /// <summary>Intersection over union of some classes.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="targets">The classes averaged over; all if null.</param>
    /// <param name="ignoreClass">A label whose elements count for nothing.</param>
    /// <param name="sparseTrue">Whether labels are class numbers; else they have a value for each class.</param>
    /// <param name="sparsePred">Whether predictions are class numbers; else they have a value for each class.</param>
    /// <param name="axis">The axis of the classes where there is a value for each.</param>
    /// <exception cref="InvalidValueException">There is no class, or a target class is none.</exception>
    private protected OverlapMetric(int classes, int[]? targets, int? ignoreClass, bool sparseTrue, bool sparsePred, int axis)
    {
        string who = GetType().Name;
        if (classes < 1) throw new InvalidValueException($"{who}: numClasses must be positive but is {classes}.");
        _targets = targets ?? [.. Enumerable.Range(0, classes)];
        if (_targets.Length == 0) throw new InvalidValueException($"{who}: targetClassIds must name a class.");
        foreach (int t in _targets)
            if (t < 0 || t >= classes) throw new InvalidValueException($"{who}: the target class {t} is outside the {classes} classes.");
        (_classes, _ignoreClass, _sparseTrue, _sparsePred, _axis) = (classes, ignoreClass, sparseTrue, sparsePred, axis);
    }

    private Variable Counts => _counts ??= AddVariable("total_confusion_matrix", [_classes, _classes]);

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) =>
        Count(_sparseTrue ? yTrue : ClassOf(yTrue), _sparsePred ? yPred : ClassOf(yPred), yPred.Mask, sampleWeight);

    /// <summary>Counts labels and predictions given as class numbers.</summary>
    private protected void Count(Tensor labels, Tensor predictions, Tensor? mask, Tensor? sampleWeight)
    {
        (labels, predictions) = Ranks.Align(labels, predictions);
        if (!labels.Shape.Matches(predictions.Shape))
            throw new ShapeMismatchException(
                $"{TypeName} expects one label for each prediction but got classes of shape {labels.Shape} and {predictions.Shape}. "
                + "Check sparseYTrue and sparseYPred.");
        (labels, predictions) = (labels.Cast(DType.Int32), predictions.Cast(DType.Int32));
        var inside = Inside(labels) * Inside(predictions);
        if (_ignoreClass is { } ignored) inside *= labels.NotEqual(ignored).Cast(DType.Float64);
        var weights = ElementMask.Weights(TypeName, sampleWeight, mask, inside);
        var counted = inside.NotEqual(0);
        var zero = Tensor.Zeros([], DType.Int32, labels.Device);
        Counts.Assign(Counts.Value + ConfusionCounts.Of(
            Tensor.Where(counted, labels, zero), Tensor.Where(counted, predictions, zero), weights is null ? inside : inside * weights, _classes));
    }

    /// <summary>The mean over the target classes; those that neither labels nor predictions name are left out.</summary>
    public override Tensor Result()
    {
        double[] counts = Counts.Value.ToDoubles();
        double sum = 0, present = 0;
        foreach (int t in _targets)
        {
            double labelled = 0, predicted = 0, both = counts[t * _classes + t];
            for (int k = 0; k < _classes; k++) (labelled, predicted) = (labelled + counts[t * _classes + k], predicted + counts[k * _classes + t]);
            double either = labelled + predicted - both;
            if (either <= 1e-9) continue;
            sum += both / (either + 1e-7);
            present++;
        }
        return Tensor.Scalar(sum / (present + 1e-7));
    }

    private Tensor ClassOf(Tensor x) => Ranks.Floating(x).ArgMax(x.Shape.Axis(_axis, TypeName));

    private Tensor Inside(Tensor numbers) => (numbers >= 0).Cast(DType.Float64) * (numbers < _classes).Cast(DType.Float64);
}
