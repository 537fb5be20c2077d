using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepSharp.Gpu;

/// <summary>The kernels a PTX text declares, with the sizes of their parameters: what a launch is checked against.</summary>
internal static partial class PtxSignatures
{
    [GeneratedRegex(@"\.entry\s+(?<name>[\w$]+)\s*\((?<parameters>[^)]*)\)")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\.param\s+(?:\.align\s+\d+\s+)?\.(?<type>[a-z]+)(?<bits>\d+)\s+[\w$]+(?:\[(?<length>\d+)\])?")]
    private static partial Regex Parameter();

    /// <summary>Entry name to parameter sizes in bytes, in order.</summary>
    public static Dictionary<string, int[]> Read(string ptx)
    {
        var entries = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (Match entry in Entry().Matches(ptx))
            entries[entry.Groups["name"].Value] =
            [
                .. Parameter().Matches(entry.Groups["parameters"].Value).Select(p =>
                    Number(p.Groups["bits"]) / 8 * (p.Groups["length"].Success ? Number(p.Groups["length"]) : 1)),
            ];
        return entries;
    }

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);
}
