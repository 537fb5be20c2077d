namespace DeepSharp.Metrics;

/// <summary>e^(Σ −ln p[token] · w / Σ w): among how many equally likely tokens the model wavers on average; 0 before anything is taken in.</summary>
/// <remarks>
/// Targets are token numbers [batch, steps], predictions a value for each token [batch, steps, tokens]. Each step counts the same, however long its text.
/// </remarks>
/// <param name="fromLogits">Whether predictions are scores before softmax instead of probabilities.</param>
/// <param name="maskTokenId">A token whose steps count for nothing, as padding; it may lie outside the tokens.</param>
[Configurable(Package = "keras_hub")]
public sealed partial class Perplexity(bool fromLogits = false, int? maskTokenId = null) : Metric
{
    private readonly Losses.SparseCategoricalCrossentropy _loss = new(fromLogits, maskTokenId);
    private Variable? _total, _count;

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Down;

    private Variable Total => _total ??= AddVariable("aggregate_crossentropy", []);

    private Variable Count => _count ??= AddVariable("number_of_samples", []);

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        var losses = _loss.PerElement(yTrue, yPred);
        var mask = ElementMask.Both(yPred.Mask, losses.Mask, losses);
        losses = losses.Cast(DType.Float64);
        var weights = ElementMask.Weights(TypeName, sampleWeight, mask, losses)?.BroadcastTo(losses.Shape)
            ?? Tensor.Ones(losses.Shape, DType.Float64, losses.Device);
        Total.Assign(Total.Value + (losses * weights).Sum());
        Count.Assign(Count.Value + weights.Sum());
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        double count = Count.Value.Item();
        return Tensor.Scalar(count == 0 ? 0 : Math.Exp(Total.Value.Item() / count));
    }
}
