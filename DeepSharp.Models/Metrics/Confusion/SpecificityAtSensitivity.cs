namespace DeepSharp.Metrics;

/// <summary>The best specificity, TN / (TN + FP), of all thresholds whose sensitivity, TP / (TP + FN), is high enough.</summary>
/// <param name="sensitivity">The least sensitivity, from 0 to 1.</param>
/// <param name="numThresholds">How many evenly spaced thresholds from 0 to 1 are tried.</param>
/// <param name="classId">Looks at one class only.</param>
[Configurable]
public sealed partial class SpecificityAtSensitivity(double sensitivity, int numThresholds = 200, int? classId = null)
    : OperatingPoint("sensitivity", sensitivity, numThresholds, classId)
{
    private protected override (double Constrained, double Value) Shares(double hits, double alarms, double misses, double refused) =>
        (Share(hits, misses), Share(refused, alarms));
}
