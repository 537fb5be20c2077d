namespace DeepSharp.Metrics;

/// <summary>The share of positive labels predicted as positive: true positives / (true positives + false negatives); 0 where there are none.</summary>
/// <param name="thresholds">Predictions above a threshold count as positive; 0.5 if null. With several there is one value for each.</param>
/// <param name="topK">Counts only the k largest predictions of each row; all of them if no threshold is given.</param>
/// <param name="classId">Looks at one class only.</param>
[Configurable]
public sealed partial class Recall(Thresholds? thresholds = null, int? topK = null, int? classId = null) : HitRate(thresholds, topK, classId)
{
    private protected override string MissName => "false_negatives";

    private protected override Tensor Misses(Tensor positive, Tensor hits, Tensor falseAlarms) => positive - hits;
}
