namespace DeepSharp.Metrics;

/// <summary>How often each class was taken for each other one: rows are the labels, columns the predictions.</summary>
/// <remarks>
/// Labels are class numbers or one-hot, predictions a value for each class. The matrix does not appear in logs; keep the metric and print
/// <see cref="Table"/>.
/// </remarks>
/// <param name="classes">Number of classes.</param>
[Configurable(Package = "DeepSharp")]
public sealed partial class ConfusionMatrix(int classes) : Metric
{
    private Variable? _counts;

    /// <summary>Number of classes.</summary>
    public int Classes { get; } = classes > 0 ? classes : throw new InvalidValueException($"ConfusionMatrix: classes must be positive but is {classes}.");

    /// <summary>The matrix with names, printable.</summary>
    /// <param name="names">Names of the classes; numbers if null.</param>
    /// <exception cref="InvalidValueException">There is not one name for each class.</exception>
    public ConfusionTable Table(IReadOnlyList<string>? names = null) => new(Result().ToDoubles(), Classes, names);

    private Variable Counts => _counts ??= AddVariable("counts", [Classes, Classes]);

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        if (yPred.Rank == 0 || yPred.Shape[^1] != Classes)
            throw new ShapeMismatchException(
                $"ConfusionMatrix({Classes}) expects predictions with a value for each of its {Classes} classes along the last axis "
                + $"but got shape {yPred.Shape}.");
        bool oneHot = yTrue.Rank == yPred.Rank && yTrue.Shape[^1] == Classes && Classes > 1;
        var labels = oneHot ? Ranks.Floating(yTrue).ArgMax(-1) : Ranks.Labels(TypeName, yTrue, yPred, -1, "one value for each class");
        var predicted = Ranks.Floating(yPred).ArgMax(-1);
        // Picking the label's own number out of all class numbers refuses labels outside the classes.
        var numbers = Tensor.Arange(0, Classes, 1, DType.Float32, yPred.Device).BroadcastTo(yPred.Shape);
        var rows = new LabelPickOp().Apply(numbers, labels).Cast(DType.Int32);
        var like = predicted.Cast(DType.Float64);
        var weights = ElementMask.Weights(TypeName, sampleWeight, yPred.Mask, like)?.BroadcastTo(like.Shape);
        Counts.Assign(Counts.Value + ConfusionCounts.Of(rows, predicted, weights, Classes));
    }

    /// <summary>The weighted counts: [classes, classes].</summary>
    public override Tensor Result() => Counts.Value;
}
