using System.Globalization;
using System.Text;

namespace DeepSharp;

/// <summary>A confusion matrix with the names of its classes, for printing.</summary>
public sealed class ConfusionTable
{
    private readonly double[] _counts;

    /// <summary>Makes a table.</summary>
    /// <param name="counts">The matrix in row-major order; rows are the labels, columns the predictions.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="names">Names of the classes; numbers if null.</param>
    /// <exception cref="InvalidValueException">There is not one name for each class.</exception>
    internal ConfusionTable(double[] counts, int classes, IReadOnlyList<string>? names)
    {
        if (names is not null && names.Count != classes)
            throw new InvalidValueException($"The confusion matrix has {classes} classes but got {names.Count} names.");
        _counts = counts;
        Names = names ?? [.. Enumerable.Range(0, classes).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How often a class was taken for another.</summary>
    /// <param name="label">The true class.</param>
    /// <param name="prediction">The class predicted.</param>
    public double this[int label, int prediction] => _counts[label * Names.Count + prediction];

    /// <summary>The share of samples on the diagonal; 0 where there are no samples.</summary>
    public double Accuracy
    {
        get
        {
            double all = _counts.Sum();
            return all == 0 ? 0 : Enumerable.Range(0, Names.Count).Sum(i => this[i, i]) / all;
        }
    }

    /// <summary>Prints the table with a row for each label, a column for each prediction, and each class' recall at the end of its row.</summary>
    public override string ToString()
    {
        int n = Names.Count;
        string Cell(int i, int j) => this[i, j].ToString("0.##", CultureInfo.InvariantCulture);
        const string corner = "label \\ predicted";
        int first = Math.Max(corner.Length, Names.Max(name => name.Length));
        int[] widths = [.. Enumerable.Range(0, n).Select(j => Math.Max(Names[j].Length, Enumerable.Range(0, n).Max(i => Cell(i, j).Length)))];
        var text = new StringBuilder(corner.PadRight(first));
        for (int j = 0; j < n; j++) text.Append("  ").Append(Names[j].PadLeft(widths[j]));
        text.Append("  recall");
        for (int i = 0; i < n; i++)
        {
            text.Append('\n').Append(Names[i].PadRight(first));
            for (int j = 0; j < n; j++) text.Append("  ").Append(Cell(i, j).PadLeft(widths[j]));
            double row = Enumerable.Range(0, n).Sum(j => this[i, j]);
            text.Append("  ").Append((row == 0 ? 0 : this[i, i] / row).ToString("0.0000", CultureInfo.InvariantCulture).PadLeft(6));
        }
        return text.ToString();
    }
}
