namespace DeepSharp;

/// <summary>What precision and recall share: true positives, and what they are divided by.</summary>
public abstract class HitRate : Metric
{
    private readonly double[] _values;
    private readonly int? _topK, _classId;
    private Variable? _hits, _misses;

    /// <summary>A share of true positives.</summary>
    /// <param name="thresholds">Predictions above a threshold count as positive; 0.5 if null.</param>
    /// <param name="topK">Counts only the k largest predictions of each row; all of them if no threshold is given.</param>
    /// <param name="classId">Looks at one class only.</param>
    /// <exception cref="InvalidValueException">topK or classId is out of its range.</exception>
    protected HitRate(Thresholds? thresholds, int? topK, int? classId)
    {
        if (topK is <= 0) throw new InvalidValueException($"{GetType().Name}: topK must be positive but is {topK}.");
        if (classId is < 0) throw new InvalidValueException($"{GetType().Name}: classId must not be negative but is {classId}.");
        _values = thresholds is not null ? [.. thresholds] : [topK is null ? 0.5 : TopClasses.NoThreshold];
        (_topK, _classId) = (topK, classId);
    }

    /// <summary>Name of what is counted beside the true positives.</summary>
    private protected abstract string MissName { get; }

    /// <summary>What is counted beside the true positives: false positives for precision, false negatives for recall.</summary>
    /// <param name="positive">The weight of all samples with a positive label, a scalar.</param>
    /// <param name="hits">The weight of those above each threshold.</param>
    /// <param name="falseAlarms">The weight of samples with a negative label above each threshold.</param>
    private protected abstract Tensor Misses(Tensor positive, Tensor hits, Tensor falseAlarms);

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        Build();
        var (labels, predictions, weights) = ThresholdCounts.Flat(TypeName, yTrue, yPred, sampleWeight, _topK, _classId);
        var (positive, negative) = ThresholdCounts.Split(labels, weights);
        var thresholds = Tensor.From(_values).Cast(DType.Float32);
        var hits = ThresholdCounts.Above(predictions, thresholds, positive);
        _hits!.Assign(_hits.Value + hits);
        _misses!.Assign(_misses.Value + Misses(positive.Sum(), hits, ThresholdCounts.Above(predictions, thresholds, negative)));
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        Build();
        var rate = LossReduction.Ratio(_hits!.Value, _hits.Value + _misses!.Value);
        return _values.Length == 1 ? rate.Reshape([]) : rate;
    }

    private void Build()
    {
        _hits ??= AddVariable("true_positives", _values.Length);
        _misses ??= AddVariable(MissName, _values.Length);
    }
}
