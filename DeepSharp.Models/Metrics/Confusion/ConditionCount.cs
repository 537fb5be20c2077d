namespace DeepSharp;

/// <summary>What the counts of true and false positives and negatives share.</summary>
/// <param name="thresholds">Predictions above a threshold count as positive; 0.5 if null.</param>
public abstract class ConditionCount(Thresholds? thresholds) : Metric
{
    private readonly double[] _values = [.. thresholds ?? 0.5];
    private Variable? _count;

    private Variable Counts => _count ??= AddVariable("accumulator", _values.Length);

    /// <summary>Whether samples with a positive label are counted, or those with a negative one.</summary>
    protected abstract bool LabelIsPositive { get; }

    /// <summary>Whether predictions above the threshold are counted, or the others.</summary>
    protected abstract bool PredictionIsPositive { get; }

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        var (labels, predictions, weights) = ThresholdCounts.Flat(TypeName, yTrue, yPred, sampleWeight);
        var (positive, negative) = ThresholdCounts.Split(labels, weights);
        var counted = LabelIsPositive ? positive : negative;
        var above = ThresholdCounts.Above(predictions, Tensor.From(_values).Cast(DType.Float32), counted);
        Counts.Assign(Counts.Value + (PredictionIsPositive ? above : counted.Sum() - above));
    }

    /// <inheritdoc/>
    public override Tensor Result() => _values.Length == 1 ? Counts.Value.Reshape([]) : Counts.Value;
}
