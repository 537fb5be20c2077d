namespace DeepSharp;

/// <summary>What F₁ and Fβ share: (1 + β²) · precision · recall / (β² · precision + recall), from counts for each class.</summary>
public abstract class FScore : Metric
{
    private const double Epsilon = 1e-7;
    private readonly ScoreAverage? _average;
    private readonly double _beta;
    private readonly double? _threshold;
    private Variable? _hits, _alarms, _misses, _support;

    /// <summary>An F score.</summary>
    /// <param name="average">How classes are averaged; null gives a score for each.</param>
    /// <param name="beta">How much more recall counts than precision.</param>
    /// <param name="threshold">Predictions above it count as positive; if null, the largest of each row.</param>
    /// <exception cref="InvalidValueException">beta is not positive, or the threshold is outside 0 to 1.</exception>
    protected FScore(ScoreAverage? average, double beta, double? threshold)
    {
        if (!(beta > 0)) throw new InvalidValueException($"{GetType().Name}: beta must be positive but is {beta}.");
        if (threshold is not (null or > 0 and <= 1))
            throw new InvalidValueException($"{GetType().Name}: the threshold must be above 0 and at most 1 but is {threshold}.");
        (_average, _beta, _threshold) = (average, beta, threshold);
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        (t, p) = (t.Cast(DType.Float32), p.Cast(DType.Float32));
        Build(p.Shape[^1]);
        var chosen = (_threshold is { } threshold ? p > threshold : p >= p.Max(-1, keepDims: true)).Cast(DType.Float64);
        // A row of zeros chooses nothing.
        if (_threshold is null) chosen = chosen * (p.Abs() > 1e-9).Cast(DType.Float64);
        t = t.Cast(DType.Float64);
        var weights = ElementMask.Weights(TypeName, sampleWeight, yPred.Mask, t);
        Add(_hits!, chosen * t, weights);
        Add(_alarms!, chosen * (1 - t), weights);
        Add(_misses!, (1 - chosen) * t, weights);
        Add(_support!, t, weights);
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        if (_hits is null) return Tensor.Scalar(0.0);
        var precision = _hits.Value / (_hits.Value + _alarms!.Value + Epsilon);
        var recall = _hits.Value / (_hits.Value + _misses!.Value + Epsilon);
        var score = (1 + _beta * _beta) * precision * recall / (_beta * _beta * precision + recall + Epsilon);
        return _average switch
        {
            ScoreAverage.Macro => score.Mean(),
            ScoreAverage.Weighted => (score * _support!.Value).Sum() / (_support.Value.Sum() + Epsilon),
            _ => score,
        };
    }

    private void Add(Variable counts, Tensor values, Tensor? weights)
    {
        if (weights is not null) values = values * weights;
        values = values.Reshape([Dim.Any, values.Shape[^1]]);
        counts.Assign(counts.Value + (_average == ScoreAverage.Micro ? values.Sum() : values.Sum(0)));
    }

    private void Build(int classes)
    {
        if (_hits is null)
        {
            Shape shape = _average == ScoreAverage.Micro ? [] : [classes];
            _hits = AddVariable("true_positives", shape);
            _alarms = AddVariable("false_positives", shape);
            _misses = AddVariable("false_negatives", shape);
            _support = AddVariable("intermediate_weights", shape);
        }
        else if (_average != ScoreAverage.Micro && _hits.Shape[0] != classes)
            throw new ShapeMismatchException(
                $"{TypeName} '{Name}' counts {_hits.Shape[0]} classes but got predictions of {classes}. "
                + "Make a new metric for another number of classes.");
    }
}
