namespace DeepSharp.Metrics;

/// <summary>The weighted number of negative labels predicted as positive.</summary>
/// <param name="thresholds">Predictions above a threshold count as positive; 0.5 if null. With several there is one count for each.</param>
[Configurable]
public sealed partial class FalsePositives(Thresholds? thresholds = null) : ConditionCount(thresholds)
{
    /// <inheritdoc/>
    protected override bool LabelIsPositive => false;

    /// <inheritdoc/>
    protected override bool PredictionIsPositive => true;
}
