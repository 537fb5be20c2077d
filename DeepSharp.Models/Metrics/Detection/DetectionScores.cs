using System.Globalization;
using System.Text;

namespace DeepSharp;

/// <summary>How well objects were found: average precision of each class at each threshold of overlap.</summary>
public sealed class DetectionScores
{
    private readonly double[,] _precisions;

    /// <summary>Takes average precisions, [thresholds, classes].</summary>
    internal DetectionScores(IReadOnlyList<double> thresholds, IReadOnlyList<int> classes, double[,] precisions) =>
        (Thresholds, Classes, _precisions) = (thresholds, classes, precisions);

    /// <summary>The thresholds of overlap.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>The classes there are objects of, in rising order; others are not scored.</summary>
    public IReadOnlyList<int> Classes { get; }

    /// <summary>The mean over thresholds and classes; 0 where there are no objects.</summary>
    public double Mean => Average(Enumerable.Range(0, Thresholds.Count), Enumerable.Range(0, Classes.Count));

    /// <summary>The mean over the classes at one threshold, for example 0.5.</summary>
    /// <exception cref="InvalidValueException">The threshold is not one of <see cref="Thresholds"/>.</exception>
    public double At(double threshold) => Average([Place(threshold)], Enumerable.Range(0, Classes.Count));

    /// <summary>The mean over the thresholds for one class.</summary>
    /// <exception cref="InvalidValueException">There are no objects of the class.</exception>
    public double Of(int classId) => Average(Enumerable.Range(0, Thresholds.Count), [PlaceOf(classId)]);

    /// <summary>The average precision of a class at a threshold.</summary>
    /// <exception cref="InvalidValueException">The threshold is not one of <see cref="Thresholds"/>, or there are no objects of the class.</exception>
    public double this[int classId, double threshold] => _precisions[Place(threshold), PlaceOf(classId)];

    /// <summary>Prints the mean, that at each threshold, and that of each class.</summary>
    public override string ToString()
    {
        string Text(double v) => v.ToString("0.0000", CultureInfo.InvariantCulture);
        var text = new StringBuilder($"mAP {Text(Mean)}");
        foreach (double t in Thresholds) text.Append(CultureInfo.InvariantCulture, $"\n  at {t:0.00}: {Text(At(t))}");
        foreach (int c in Classes) text.Append($"\n  class {c}: {Text(Of(c))}");
        return text.ToString();
    }

    private double Average(IEnumerable<int> thresholds, IEnumerable<int> classes) =>
        thresholds.SelectMany(t => classes.Select(c => _precisions[t, c])).DefaultIfEmpty(0).Average();

    private int Place(double threshold)
    {
        for (int i = 0; i < Thresholds.Count; i++)
            if (Math.Abs(Thresholds[i] - threshold) < 1e-9) return i;
        throw new InvalidValueException($"There is no score at threshold {threshold}; known are {string.Join(", ", Thresholds)}.");
    }

    private int PlaceOf(int classId)
    {
        for (int i = 0; i < Classes.Count; i++)
            if (Classes[i] == classId) return i;
        throw new InvalidValueException($"There are no objects of class {classId}, so it has no score; known are {string.Join(", ", Classes)}.");
    }
}
