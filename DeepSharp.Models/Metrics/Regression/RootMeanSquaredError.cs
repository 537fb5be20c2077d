namespace DeepSharp.Metrics;

/// <summary>√ mean (y − ŷ)².</summary>
[Configurable(Aliases = ["rmse"])]
public sealed partial class RootMeanSquaredError() : LossMetric(new Losses.MeanSquaredError())
{
    /// <inheritdoc/>
    protected override Tensor Finish(Tensor mean) => mean.Sqrt();
}
