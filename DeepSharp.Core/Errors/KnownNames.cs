namespace DeepSharp;

/// <summary>Tells of names that are not known: which there are, and which was probably meant.</summary>
internal static class KnownNames
{
    /// <summary>Names in quotes, joined by commas; "none" if there are none.</summary>
    public static string List(IEnumerable<string> names)
    {
        string text = string.Join(", ", names.Select(n => $"'{n}'"));
        return text.Length == 0 ? "none" : text;
    }

    /// <summary>The end of a sentence about a name that is not known: <c>; known are 'Dense', …</c>,
    /// or where a name is near <c>. Did you mean 'Dense'? Known are 'Dense', …</c></summary>
    /// <param name="name">The name.</param>
    /// <param name="known">Those that are known.</param>
    /// <param name="are">How the list begins.</param>
    public static string Instead(string name, IEnumerable<string> known, string are = "known are")
    {
        string[] all = [.. known];
        return Nearest(name, all) is { } near ? $". Did you mean '{near}'? {char.ToUpperInvariant(are[0])}{are[1..]} {List(all)}" : $"; {are} {List(all)}";
    }

    /// <summary>The known name with the fewest letters to change, add, drop or swap, at most a third of them; case and underscores do not count.</summary>
    internal static string? Nearest(string name, IEnumerable<string> known)
    {
        string wanted = Fold(name);
        string? near = known.MinBy(k => Distance(wanted, Fold(k)));
        int distance = near is null ? int.MaxValue : Distance(wanted, Fold(near));
        return distance < wanted.Length && distance <= Math.Max(1, wanted.Length / 3) ? near : null;
    }

    private static string Fold(string name) => name.Replace("_", "").ToLowerInvariant();

    /// <summary>The optimal string alignment distance: Levenshtein's with swaps of neighbours.</summary>
    private static int Distance(string a, string b)
    {
        // A hostile file may hold long names; no name worth suggesting is that long.
        if (a.Length > 100 || b.Length > 100) return int.MaxValue;
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0) { d[i, j] = i + j; continue; }
                int change = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(change, 1 + Math.Min(d[i - 1, j], d[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], 1 + d[i - 2, j - 2]);
            }
        return d[a.Length, b.Length];
    }
}
