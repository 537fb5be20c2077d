namespace DeepSharp.Metrics;

/// <summary>2 · precision · recall / (precision + recall), for one-hot labels or several labels a sample: [batch, classes].</summary>
/// <param name="average">How the classes' scores become one; null gives a score for each class.</param>
/// <param name="threshold">Predictions above it count as positive; if null, the largest of each row.</param>
[Configurable]
public sealed partial class F1Score(ScoreAverage? average = null, double? threshold = null) : FScore(average, 1, threshold);
