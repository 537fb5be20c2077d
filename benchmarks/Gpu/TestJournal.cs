using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DeepSharp.Benchmarks;

/// <summary>What came of the tests of a visit to a GPU, read from the journal they leave: a line when a test begins, a line when it ends.</summary>
/// <remarks>
/// Words of a line are separated by tabs: <c>begin name</c>, or <c>end name outcome milliseconds message</c>, the message's line ends written as <c>\n</c>.
/// </remarks>
internal sealed partial class TestJournal
{
    private const int LongestExample = 400, MostNames = 8, Slowest = 8;

    private readonly Dictionary<string, (string Outcome, double Ms, string Message)?> _tests = [];

    /// <summary>Reads a journal; a line that was cut off when a process ended is left out.</summary>
    public TestJournal(IEnumerable<string> lines)
    {
        foreach (string[] parts in lines.Select(line => line.Split('\t')))
            if (parts is ["begin", var begun]) _tests.TryAdd(begun, null);
            else if (parts is ["end", var ended, var outcome, var ms, var message] && double.TryParse(ms, CultureInfo.InvariantCulture, out double time))
                _tests[ended] = (outcome, time, message.Replace("\\n", "\n"));
    }

    [GeneratedRegex(@"(?:0x[0-9a-fA-F]+|[-+]?\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?|NaN|∞)(?:, [-+]?\d+)*")]
    private static partial Regex Numbers();

    /// <summary>For people: counts, failures by cause with an example each, what never ended, what took longest.</summary>
    public string Report()
    {
        var text = new StringBuilder();
        var ended = _tests.Where(t => t.Value is not null).Select(t => (Name: t.Key, Result: t.Value!.Value)).ToList();
        var counts = ended.CountBy(t => t.Result.Outcome).OrderByDescending(c => c.Value);
        text.Append($"{ended.Count} tests: ").AppendJoin(", ", counts.Select(c => $"{c.Value} {c.Key}")).Append('\n');
        foreach (var (name, result) in _tests)
            if (result is null) text.Append($"NEVER ENDED: {name}\n");
        var causes = ended.Where(t => t.Result.Outcome is "Failed").GroupBy(t => Cause(t.Result.Message)).OrderByDescending(g => g.Count());
        foreach (var cause in causes) Describe([.. cause], text);
        var slowest = ended.OrderByDescending(t => t.Result.Ms).Take(Slowest);
        string[] times = [.. slowest.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Name} {t.Result.Ms / 1e3:F1} s"))];
        return text.Append("Slowest: ").AppendJoin(", ", times).Append('\n').ToString();
    }

    private static void Describe((string Name, (string, double, string Message) Result)[] tests, StringBuilder text)
    {
        string message = string.Join(" | ", tests[0].Result.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        text.Append($"FAILED {tests.Length}: {tests[0].Name}\n  {message[..Math.Min(message.Length, LongestExample)]}\n");
        if (tests.Length > 1)
            text.Append("  also ").AppendJoin(", ", tests.Skip(1).Take(MostNames).Select(t => t.Name)).Append(tests.Length - 1 > MostNames ? ", …\n" : "\n");
    }

    /// <summary>The message's first line without what differs from test to test: numbers, and whatever stands before the first colon.</summary>
    private static string Cause(string message)
    {
        string first = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        int colon = first.IndexOf(": ", StringComparison.Ordinal);
        return Numbers().Replace(colon >= 0 && !first.StartsWith("DeepSharp", StringComparison.Ordinal) ? first[(colon + 2)..] : first, "#");
    }
}
