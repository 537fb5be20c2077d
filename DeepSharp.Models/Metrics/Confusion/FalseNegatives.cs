namespace DeepSharp.Metrics;

/// <summary>The weighted number of positive labels predicted as negative.</summary>
/// <param name="thresholds">Predictions above a threshold count as positive; 0.5 if null. With several there is one count for each.</param>
[Configurable]
public sealed partial class FalseNegatives(Thresholds? thresholds = null) : ConditionCount(thresholds)
{
    /// <inheritdoc/>
    protected override bool LabelIsPositive => true;

    /// <inheritdoc/>
    protected override bool PredictionIsPositive => false;
}
