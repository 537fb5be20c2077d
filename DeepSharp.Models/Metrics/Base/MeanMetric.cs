namespace DeepSharp;

/// <summary>The weighted mean of a function of targets and predictions: Σ v·w / Σ w over all samples seen.</summary>
public abstract class MeanMetric : Metric
{
    private MeanState? _state;

    private MeanState State => _state ??= new(AddVariable("total", []), AddVariable("count", []));

    /// <summary>The value of each element: [batch, …].</summary>
    protected abstract Tensor Values(Tensor yTrue, Tensor yPred);

    /// <summary>What is told as the result, from the mean of the values; the mean itself if not overridden.</summary>
    protected virtual Tensor Finish(Tensor mean) => mean;

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = (Ranks.Wide(yTrue), Ranks.Wide(yPred));
        var values = Values(yTrue, yPred);
        var mask = MaskOf(yPred, values);
        values = values.Cast(DType.Float64);
        // One value of the whole batch counts once for each weight.
        if (values.Rank == 0 && sampleWeight is { Rank: > 0 }) values = values.BroadcastTo(sampleWeight.Shape);
        State.Add(values, ElementMask.Weights(TypeName, sampleWeight, mask, values));
    }

    /// <summary>Which values count; null for all.</summary>
    private protected virtual Tensor? MaskOf(Tensor yPred, Tensor values) => yPred.Mask;

    /// <inheritdoc/>
    public override Tensor Result() => Finish(State.Result());
}
