namespace DeepSharp;

/// <summary>How <see cref="Layers.TextVectorization"/> splits a text into tokens.</summary>
public readonly struct TextSplit : IConfigValue<TextSplit>, IEquatable<TextSplit>
{
    private static readonly char[] s_spaces = [' ', '\t', '\n', '\v', '\f', '\r'];

    private readonly string? _name;
    private readonly Func<string, IReadOnlyList<string>>? _split;

    private TextSplit(string name, Func<string, IReadOnlyList<string>> split) => (_name, _split) = (name, split);

    /// <summary>A function of one's own. A layer with one cannot be written to a file.</summary>
    /// <param name="split">Gives a text's tokens.</param>
    public TextSplit(Func<string, IReadOnlyList<string>> split) => (_name, _split) = (Own, split);

    /// <summary>At white space of ASCII, several in a row being one; the default.</summary>
    public static TextSplit Whitespace => default;

    /// <summary>Into Unicode characters.</summary>
    public static TextSplit Character { get; } = new("character", text => [.. text.EnumerateRunes().Select(r => r.ToString())]);

    /// <summary>Not at all: a text is one token.</summary>
    public static TextSplit None { get; } = new("", text => [text]);

    /// <inheritdoc/>
    static bool IConfigValue<TextSplit>.ReadsNull => true;

    private const string Own = "function", Default = "whitespace";

    /// <summary>The tokens of a text.</summary>
    public IReadOnlyList<string> Apply(string text) => _split is null ? text.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries) : _split(text);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">It is a function.</exception>
    public object? ToConfig() => _name switch
    {
        null => Default,
        "" => null,
        Own => throw new NotSupportedException("A function that splits texts cannot be written to a file. Split the texts before and look their tokens up with StringLookup, or use one of its names."),
        _ => _name,
    };

    /// <inheritdoc/>
    public static TextSplit FromConfig(object? value) => value switch
    {
        null => None,
        Default => default,
        "character" => Character,
        _ => throw new FormatException($"expected '{Default}', 'character' or null"),
    };

    /// <inheritdoc/>
    public bool Equals(TextSplit other) => _name == other._name && _split == other._split;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TextSplit other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_name, _split);

    /// <summary>Prints the name.</summary>
    public override string ToString() => _name switch { null => Default, "" => "none", _ => _name };
}
