namespace DeepSharp;

/// <summary>The weighted mean of a function of targets and predictions.</summary>
public abstract class MeanMetric : Metric
{
    private MeanState? _state;

    private MeanState State => _state ??= new(AddVariable("total", []), AddVariable("count", []));

    /// <summary>The value of each element: [batch, …].</summary>
    protected abstract Tensor Values(Tensor yTrue, Tensor yPred);

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        var values = Values(yTrue, yPred);
        var weight = sampleWeight;
        if (yPred.Mask is { } mask)
        {
            var m = LossReduction.Fit(mask.Cast(DType.Float32), values);
            weight = weight is null ? m : LossReduction.Fit(weight.Cast(DType.Float32), values) * m;
        }
        State.Add(values, weight);
    }

    /// <inheritdoc/>
    public override Tensor Result() => State.Result();
}
