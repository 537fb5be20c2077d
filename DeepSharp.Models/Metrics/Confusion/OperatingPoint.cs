namespace DeepSharp;

/// <summary>What the metrics share that look for the best threshold: the highest value of one share where another one is high enough.</summary>
/// <remarks>
/// Tried are evenly spaced thresholds from 0 to 1; predictions strictly above one count as positive. Predictions are probabilities.
/// </remarks>
public abstract class OperatingPoint : Metric
{
    private readonly double _least;
    private readonly int? _classId;
    private readonly CurveCounts _counts;

    /// <summary>The best value of one share.</summary>
    /// <param name="constraint">The name of the share that must be high enough.</param>
    /// <param name="least">What it must at least be, from 0 to 1.</param>
    /// <param name="numThresholds">How many thresholds; a single one is 0.5.</param>
    /// <param name="classId">Looks at one class only.</param>
    /// <exception cref="InvalidValueException">A setting is out of its range.</exception>
    private protected OperatingPoint(string constraint, double least, int numThresholds, int? classId)
    {
        string who = GetType().Name;
        if (least is not (>= 0 and <= 1)) throw new InvalidValueException($"{who}: {constraint} must be from 0 to 1 but is {least}.");
        if (numThresholds < 1) throw new InvalidValueException($"{who}: numThresholds must be positive but is {numThresholds}.");
        if (classId is < 0) throw new InvalidValueException($"{who}: classId must not be negative but is {classId}.");
        (_least, _classId) = (least, classId);
        double[] thresholds = numThresholds == 1 ? [0.5] : [.. Enumerable.Range(0, numThresholds).Select(i => i / (numThresholds - 1.0))];
        _counts = new(thresholds, even: numThresholds > 1);
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        _counts.Build(1, AddVariable, this);
        var (labels, predictions, weights) = ThresholdCounts.Flat(TypeName, yTrue, yPred, sampleWeight, classId: _classId);
        _counts.Add(labels, predictions, weights);
    }

    /// <summary>The best value, a scalar; 0 where no threshold does.</summary>
    /// <exception cref="InvalidValueException">Predictions outside 0 to 1 were taken in.</exception>
    public override Tensor Result()
    {
        double best = 0;
        foreach (var (hits, alarms, misses, refused) in _counts.Counts(this, "Give the last layer a sigmoid or softmax."))
            for (int i = 0; i < hits.Length; i++)
            {
                var (constrained, value) = Shares(hits[i], alarms[i], misses[i], refused[i]);
                if (constrained >= _least) best = Math.Max(best, value);
            }
        return Tensor.Scalar(best);
    }

    /// <summary>The share that must be high enough, and the one looked for, at a threshold.</summary>
    private protected abstract (double Constrained, double Value) Shares(double hits, double alarms, double misses, double refused);

    /// <summary>a / (a + b), and 0 where there is nothing.</summary>
    private protected static double Share(double a, double b) => a + b == 0 ? 0 : a / (a + b);
}
