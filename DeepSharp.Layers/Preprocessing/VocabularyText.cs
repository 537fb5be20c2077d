using System.Globalization;

namespace DeepSharp.Layers;

/// <summary>Vocabularies as lines of text.</summary>
internal static class VocabularyText
{
    /// <summary>The characters that end a line to Python's <c>splitlines</c>, with which Keras reads vocabularies.</summary>
    public const string LineEnds = "\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029";

    /// <summary>Whether each token fits into a line.</summary>
    public static bool Fits(IReadOnlyList<string> tokens) => tokens.Count > 0 && tokens[^1].Length > 0 && !tokens.Any(t => t.AsSpan().ContainsAny(LineEnds));

    /// <summary>The number in a line.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long Integer(string line) => long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
        : throw new FormatException($"a vocabulary of whole numbers has the line '{line}'.");
}
