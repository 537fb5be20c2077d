namespace DeepSharp.Metrics;

/// <summary>The weighted mean of the values taken in: Σ v·w / Σ w.</summary>
[Configurable]
public sealed partial class Mean() : Metric
{
    private MeanState? _state;

    private MeanState State => _state ??= new(AddVariable("total", []), AddVariable("count", []));

    /// <summary>Takes in values.</summary>
    /// <param name="values">[batch, …] or a scalar.</param>
    /// <param name="sampleWeight">A weight per sample or per value.</param>
    /// <exception cref="ShapeMismatchException">The weights do not fit the values.</exception>
    public void Update(Tensor values, Tensor? sampleWeight = null)
    {
        var v = values.Cast(DType.Float64);
        State.Add(v, ElementMask.Weights(TypeName, sampleWeight, values.Mask, v));
    }

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) => Update(yPred, sampleWeight);

    /// <inheritdoc/>
    public override Tensor Result() => State.Result();
}
