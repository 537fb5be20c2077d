using System.Globalization;

namespace DeepSharp.Benchmarks;

/// <summary>A Markdown table of times in several settings, each but the first with its ratio to the first.</summary>
internal static class RatioTable
{
    /// <summary>The head of the table.</summary>
    /// <param name="settings">What the columns of times are.</param>
    /// <param name="ratio">What the columns of ratios are.</param>
    public static void Head(IEnumerable<string> settings, string ratio)
    {
        string[] columns = [.. settings.Select((s, i) => i == 0 ? $"{s} ms" : $"{s} ms | {ratio}")];
        Console.WriteLine($"| case | {string.Join(" | ", columns)} |\n|---|{string.Concat(Enumerable.Repeat("---|", 2 * columns.Length - 1))}");
    }

    /// <summary>A row.</summary>
    /// <param name="name">The case.</param>
    /// <param name="ms">Milliseconds in each setting.</param>
    /// <param name="ratio">The ratio from the first time and another one.</param>
    public static void Row(string name, double[] ms, Func<double, double, double> ratio)
    {
        var cells = ms.Select((m, i) => i == 0 ? Number(m, "F3") : $"{Number(m, "F3")} | {Number(ratio(ms[0], m), "F2")}×");
        Console.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
