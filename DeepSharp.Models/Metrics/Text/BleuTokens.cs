using System.Text.RegularExpressions;

namespace DeepSharp;

/// <summary>Tokens as the script mteval-v13a cuts them, by which BLEU scores are compared: punctuation apart from words, numbers kept whole.</summary>
internal static partial class BleuTokens
{
    /// <summary>Cuts a text into tokens.</summary>
    public static IReadOnlyList<string> Cut(string text)
    {
        text = text.Replace("<skipped>", "").Replace("-\n", "").Replace("\n", " ")
            .Replace("&quot;", "\"").Replace("&amp;", "&").Replace("&lt;", "<").Replace("&gt;", ">");
        text = Symbols().Replace($" {text} ", " $1 ");
        text = PointBehindOther().Replace(text, "$1 $2 ");
        text = PointBeforeOther().Replace(text, " $1 $2");
        text = DashBehindDigit().Replace(text, "$1 $2 ");
        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"([{-~[-` -&(-+:-@/])")]
    private static partial Regex Symbols();

    [GeneratedRegex("([^0-9])([.,])")]
    private static partial Regex PointBehindOther();

    [GeneratedRegex("([.,])([^0-9])")]
    private static partial Regex PointBeforeOther();

    [GeneratedRegex("([0-9])(-)")]
    private static partial Regex DashBehindDigit();
}
