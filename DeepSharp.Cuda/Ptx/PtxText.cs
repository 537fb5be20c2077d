using System.Text;

namespace DeepSharp.Gpu;

/// <summary>Parts of PTX texts.</summary>
internal static class PtxText
{
    private const string EntryStart = ".visible .entry ", End = "}";

    /// <summary>A text with one of its entries, so that the driver compiles no others; functions and variables stay.</summary>
    /// <param name="ptx">The text, as the runtime compiler writes it: entries begin and end with lines of their own.</param>
    /// <param name="entry">The entry's name.</param>
    /// <returns>The text as it is where it has no such entry.</returns>
    public static string Only(string ptx, string entry)
    {
        var kept = new StringBuilder(ptx.Length / 8);
        bool found = false, inOther = false;
        foreach (var line in ptx.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(EntryStart, StringComparison.Ordinal))
            {
                var name = line[EntryStart.Length..];
                bool isIt = name.StartsWith(entry, StringComparison.Ordinal) && (name.Length == entry.Length || name[entry.Length] is '(' or ' ');
                (found, inOther) = (found || isIt, !isIt);
            }
            if (!inOther) kept.Append(line).Append('\n');
            else if (line.TrimEnd().SequenceEqual(End)) inOther = false;
        }
        return found ? kept.ToString() : ptx;
    }
}
