namespace DeepSharp.Metrics;

/// <summary>The weighted mean of the values taken in: Σ v·w / Σ w.</summary>
[Configurable]
public sealed partial class Mean() : Metric
{
    private MeanState? _state;

    private MeanState State => _state ??= new(AddVariable("total", []), AddVariable("count", []));

    /// <summary>Takes in values.</summary>
    public void Update(Tensor values, Tensor? sampleWeight = null) => State.Add(values, sampleWeight);

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) => State.Add(yPred, sampleWeight);

    /// <inheritdoc/>
    public override Tensor Result() => State.Result();
}
