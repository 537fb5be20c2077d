namespace DeepSharp.Metrics;

/// <summary>(1 + β²) · precision · recall / (β² · precision + recall), for one-hot labels or several labels a sample: [batch, classes].</summary>
/// <param name="average">How the classes' scores become one; null gives a score for each class.</param>
/// <param name="beta">How much more recall counts than precision; positive.</param>
/// <param name="threshold">Predictions above it count as positive; if null, the largest of each row.</param>
[Configurable]
public sealed partial class FBetaScore(ScoreAverage? average = null, double beta = 1.0, double? threshold = null) : FScore(average, beta, threshold)
{
    /// <inheritdoc/>
    protected override string DefaultName => "fbeta_score";
}
