namespace DeepSharp.Metrics;

/// <summary>The weighted sum of the values taken in: Σ v·w.</summary>
[Configurable]
public sealed partial class Sum() : Metric
{
    private Variable? _total;

    private Variable Total => _total ??= AddVariable("total", []);

    /// <summary>Takes in values.</summary>
    /// <param name="values">[batch, …] or a scalar.</param>
    /// <param name="sampleWeight">A weight per sample or per value.</param>
    /// <exception cref="ShapeMismatchException">The weights do not fit the values.</exception>
    public void Update(Tensor values, Tensor? sampleWeight = null)
    {
        var v = values.Cast(DType.Float64);
        var weight = ElementMask.Weights(TypeName, sampleWeight, values.Mask, v);
        Total.Assign(Total.Value + (weight is null ? v : v * weight).Sum());
    }

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) => Update(yPred, sampleWeight);

    /// <inheritdoc/>
    public override Tensor Result() => Total.Value;
}
