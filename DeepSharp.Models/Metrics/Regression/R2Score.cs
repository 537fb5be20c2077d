namespace DeepSharp.Metrics;

/// <summary>1 − Σ (y − ŷ)² / Σ (y − ȳ)²: the share of the targets' variance that the predictions explain.</summary>
/// <remarks>Targets and predictions are [batch, outputs]. Outputs whose targets never vary count as 0.</remarks>
/// <param name="classAggregation">How several outputs become one; null gives a value for each.</param>
/// <param name="numRegressors">If not 0, the number of inputs for the adjusted R²: 1 − (1 − R²)(n − 1) / (n − inputs − 1).</param>
[Configurable]
public sealed partial class R2Score(R2Aggregation? classAggregation = R2Aggregation.UniformAverage, int numRegressors = 0) : Metric
{
    private Variable? _sum, _squares, _residual, _count, _samples;

    /// <summary>If not 0, the number of inputs for the adjusted R².</summary>
    public int NumRegressors { get; } = numRegressors >= 0 ? numRegressors
        : throw new InvalidValueException($"R2Score: numRegressors must not be negative but is {numRegressors}.");

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        (t, p) = (t.Cast(DType.Float64).Reshape([Dim.Any, t.Shape[^1]]), p.Cast(DType.Float64));
        Build(p.Shape[^1]);
        var w = ElementMask.Weights(TypeName, sampleWeight, yPred.Mask, p)?.BroadcastTo(p.Shape) ?? Tensor.Ones(p.Shape, DType.Float64, p.Device);
        (p, w) = (p.Reshape(t.Shape), w.Reshape(t.Shape));
        _sum!.Assign(_sum.Value + (t * w).Sum(0));
        _squares!.Assign(_squares.Value + (t * t * w).Sum(0));
        _residual!.Assign(_residual.Value + ((t - p).Square() * w).Sum(0));
        _count!.Assign(_count.Value + w.Sum(0));
        _samples!.Assign(_samples.Value + w.NotEqual(0).Any(-1).Cast(DType.Float64).Sum());
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        if (_sum is null) return Tensor.Scalar(0.0);
        double[] sum = _sum.Value.ToDoubles(), squares = _squares!.Value.ToDoubles();
        double[] residual = _residual!.Value.ToDoubles(), count = _count!.Value.ToDoubles();
        var variance = new double[sum.Length];
        var scores = new double[sum.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            variance[i] = count[i] == 0 ? 0 : squares[i] - sum[i] * sum[i] / count[i];
            scores[i] = variance[i] == 0 ? 0 : 1 - residual[i] / variance[i];
        }
        double total = variance.Sum();
        return ClassAggregation switch
        {
            null => Tensor.From(Array.ConvertAll(scores, Adjusted)),
            R2Aggregation.VarianceWeightedAverage => Tensor.Scalar(Adjusted(total == 0 ? 0 : scores.Zip(variance, (s, v) => s * v).Sum() / total)),
            _ => Tensor.Scalar(Adjusted(scores.Average())),
        };
    }

    /// <summary>Plain R² where there are too few samples to adjust it.</summary>
    private double Adjusted(double score)
    {
        double n = _samples!.Value.Item();
        return NumRegressors == 0 || NumRegressors >= n - 1 ? score : 1 - (1 - score) * (n - 1) / (n - NumRegressors - 1);
    }

    private void Build(int outputs)
    {
        if (_sum is null)
        {
            _sum = AddVariable("sum", outputs);
            _squares = AddVariable("squared_sum", outputs);
            _residual = AddVariable("residual", outputs);
            _count = AddVariable("count", outputs);
            _samples = AddVariable("num_samples", []);
        }
        else if (_sum.Shape[0] != outputs)
            throw new ShapeMismatchException(
                $"R2Score '{Name}' measures {_sum.Shape[0]} outputs but got predictions of {outputs}. "
                + "Make a new metric for another number of outputs.");
    }
}
