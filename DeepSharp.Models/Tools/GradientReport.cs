using System.Globalization;

namespace DeepSharp;

/// <summary>One weight element of a gradient check.</summary>
/// <param name="Weight">The weight's path, for example <c>dense/kernel</c>.</param>
/// <param name="Index">Which element, one number for each axis.</param>
/// <param name="Gradient">What differentiation gives.</param>
/// <param name="Difference">What central differences of the loss give.</param>
/// <param name="IsSmooth">Whether the loss is smooth here; next to a kink (of relu, of a maximum) an element does not count.</param>
public sealed record GradientEntry(string Weight, IReadOnlyList<int> Index, double Gradient, double Difference, bool IsSmooth)
{
    /// <summary>|gradient − difference| relative to the larger of the two, or to a thousandth of the largest gradient where both are smaller.</summary>
    public double Error { get; internal init; }

    /// <summary>Weight, place and both values.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Weight}[{string.Join(", ", Index)}]: gradient {Gradient:R}, finite difference {Difference:R}");
}

/// <summary>How a model's gradients compare with finite differences of its loss.</summary>
/// <param name="Entries">The elements compared, weight by weight.</param>
/// <param name="Tolerance">The largest error that is accepted.</param>
public sealed record GradientReport(IReadOnlyList<GradientEntry> Entries, double Tolerance)
{
    /// <summary>Whether every element that counts is within the tolerance.</summary>
    public bool Passed => Failures.Count == 0;

    /// <summary>The elements beyond the tolerance, the worst first.</summary>
    public IReadOnlyList<GradientEntry> Failures => [.. Entries.Where(e => e.IsSmooth && !(e.Error <= Tolerance)).OrderByDescending(e => e.Error)];

    /// <summary>The largest error of those that count.</summary>
    public double LargestError => Entries.Where(e => e.IsSmooth).Select(e => e.Error).DefaultIfEmpty(0).Max();

    /// <summary>A table with a row for each weight, and the failures.</summary>
    public override string ToString()
    {
        var table = TableText.Of("Weight", ">Elements", ">At kinks", ">Largest error", "Verdict");
        foreach (var weight in Entries.GroupBy(e => e.Weight))
        {
            var counted = weight.Where(e => e.IsSmooth).ToList();
            double worst = counted.Select(e => e.Error).DefaultIfEmpty(0).Max();
            string error = worst.ToString("0.0e+00", CultureInfo.InvariantCulture);
            string verdict = counted.Count == 0 ? "not checked" : worst <= Tolerance ? "ok" : "WRONG";
            TableText.Row(table, weight.Key, $"{weight.Count()}", $"{weight.Count() - counted.Count}", error, verdict);
        }
        var failures = Failures;
        string result = Passed ? "Passed" : $"{failures.Count} elements are wrong";
        return string.Create(CultureInfo.InvariantCulture, $"{TableText.Print(table, 100)}\n{result}, tolerance {Tolerance:0e+00}")
            + string.Concat(failures.Take(10).Select(f => $"\n  {f}"));
    }
}
