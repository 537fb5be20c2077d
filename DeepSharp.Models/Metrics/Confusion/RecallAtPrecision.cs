namespace DeepSharp.Metrics;

/// <summary>The best recall, TP / (TP + FN), of all thresholds whose precision, TP / (TP + FP), is high enough.</summary>
/// <param name="precision">The least precision, from 0 to 1.</param>
/// <param name="numThresholds">How many evenly spaced thresholds from 0 to 1 are tried.</param>
/// <param name="classId">Looks at one class only.</param>
[Configurable]
public sealed partial class RecallAtPrecision(double precision, int numThresholds = 200, int? classId = null)
    : OperatingPoint("precision", precision, numThresholds, classId)
{
    private protected override (double Constrained, double Value) Shares(double hits, double alarms, double misses, double refused) =>
        (Share(hits, alarms), Share(hits, misses));
}
