namespace DeepSharp.Metrics;

/// <summary>The best precision, TP / (TP + FP), of all thresholds whose recall, TP / (TP + FN), is high enough.</summary>
/// <param name="recall">The least recall, from 0 to 1.</param>
/// <param name="numThresholds">How many evenly spaced thresholds from 0 to 1 are tried.</param>
/// <param name="classId">Looks at one class only.</param>
[Configurable]
public sealed partial class PrecisionAtRecall(double recall, int numThresholds = 200, int? classId = null)
    : OperatingPoint("recall", recall, numThresholds, classId)
{
    private protected override (double Constrained, double Value) Shares(double hits, double alarms, double misses, double refused) =>
        (Share(hits, misses), Share(hits, alarms));
}
