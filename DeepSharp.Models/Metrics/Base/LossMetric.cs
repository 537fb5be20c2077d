namespace DeepSharp;

/// <summary>The weighted mean of a loss. Unlike the loss itself it is divided by the sum of the weights.</summary>
/// <param name="loss">The loss.</param>
public abstract class LossMetric(Loss loss) : MeanMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Down;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred) => loss.PerElement(yTrue, yPred);

    private protected override Tensor? MaskOf(Tensor yPred, Tensor values) => loss.MaskOf(yPred, values);
}
