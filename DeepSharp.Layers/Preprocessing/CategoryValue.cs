namespace DeepSharp;

/// <summary>One category: an integer or a string. Converts from both.</summary>
public readonly record struct CategoryValue : IConfigValue<CategoryValue>
{
    private CategoryValue(long? number, string? text) => (Number, Text) = (number, text);

    /// <summary>The integer, if it is one.</summary>
    public long? Number { get; }

    /// <summary>The string, if it is one.</summary>
    public string? Text { get; }

    /// <summary>Takes an integer.</summary>
    public static implicit operator CategoryValue(long number) => new(number, null);

    /// <summary>Takes a string.</summary>
    public static implicit operator CategoryValue(string text) => new(null, text);

    /// <inheritdoc/>
    public object? ToConfig() => Number is { } number ? number : Text;

    /// <inheritdoc/>
    public static CategoryValue FromConfig(object? value) => value switch
    {
        long number => number,
        string text => text,
        _ => throw new FormatException("expected an integer or a string"),
    };

    /// <summary>Prints the integer, or the string in quotes.</summary>
    public override string ToString() => Text is null ? $"{Number}" : $"\"{Text}\"";
}
