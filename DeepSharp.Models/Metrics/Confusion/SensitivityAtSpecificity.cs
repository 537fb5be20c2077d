namespace DeepSharp.Metrics;

/// <summary>The best sensitivity, TP / (TP + FN), of all thresholds whose specificity, TN / (TN + FP), is high enough.</summary>
/// <param name="specificity">The least specificity, from 0 to 1.</param>
/// <param name="numThresholds">How many evenly spaced thresholds from 0 to 1 are tried.</param>
/// <param name="classId">Looks at one class only.</param>
[Configurable]
public sealed partial class SensitivityAtSpecificity(double specificity, int numThresholds = 200, int? classId = null)
    : OperatingPoint("specificity", specificity, numThresholds, classId)
{
    private protected override (double Constrained, double Value) Shares(double hits, double alarms, double misses, double refused) =>
        (Share(refused, alarms), Share(hits, misses));
}
