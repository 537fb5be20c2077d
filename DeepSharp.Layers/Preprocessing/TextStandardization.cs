using System.Text;

namespace DeepSharp;

/// <summary>What <see cref="Layers.TextVectorization"/> does to a text before it splits it.</summary>
/// <remarks>As in Keras only the letters A–Z become small and only the 32 punctuation marks of ASCII are removed; other alphabets want a function.</remarks>
public readonly struct TextStandardization : IConfigValue<TextStandardization>, IEquatable<TextStandardization>
{
    private readonly string? _name;
    private readonly Func<string, string>? _change;

    private TextStandardization(string name, Func<string, string>? change) => (_name, _change) = (name, change);

    /// <summary>A function of one's own. A layer with one cannot be written to a file.</summary>
    /// <param name="change">Gives the text to split.</param>
    public TextStandardization(Func<string, string> change) => (_name, _change) = (Own, change);

    /// <summary>Small letters without punctuation; the default.</summary>
    public static TextStandardization LowerAndStripPunctuation => default;

    /// <summary>Small letters.</summary>
    public static TextStandardization Lower { get; } = new("lower", text => Change(text, lower: true, strip: false));

    /// <summary>Without punctuation.</summary>
    public static TextStandardization StripPunctuation { get; } = new("strip_punctuation", text => Change(text, lower: false, strip: true));

    /// <summary>The text as it is.</summary>
    public static TextStandardization None { get; } = new("", text => text);

    /// <inheritdoc/>
    static bool IConfigValue<TextStandardization>.ReadsNull => true;

    private const string Own = "function", Default = "lower_and_strip_punctuation";

    /// <summary>The text changed.</summary>
    public string Apply(string text) => _change is null ? Change(text, lower: true, strip: true) : _change(text);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">It is a function.</exception>
    public object? ToConfig() => _name switch
    {
        null => Default,
        "" => null,
        Own => throw new NotSupportedException("A function that standardizes texts cannot be written to a file. Standardize the texts before the layer, or use one of its names."),
        _ => _name,
    };

    /// <inheritdoc/>
    public static TextStandardization FromConfig(object? value) => value switch
    {
        null => None,
        Default => default,
        "lower" => Lower,
        "strip_punctuation" => StripPunctuation,
        _ => throw new FormatException($"expected '{Default}', 'lower', 'strip_punctuation' or null"),
    };

    /// <inheritdoc/>
    public bool Equals(TextStandardization other) => _name == other._name && _change == other._change;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TextStandardization other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_name, _change);

    /// <summary>Prints the name.</summary>
    public override string ToString() => _name switch { null => Default, "" => "none", _ => _name };

    private static string Change(string text, bool lower, bool strip)
    {
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
            if (!strip || !(char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c))))
                result.Append(lower && char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c);
        return result.ToString();
    }
}
