namespace DeepSharp;

/// <summary>The two keys of SipHash; one number stands for both. Converts from a number and from a pair.</summary>
/// <param name="First">The first key.</param>
/// <param name="Second">The second key.</param>
public readonly record struct HashSalt(long First, long Second) : IConfigValue<HashSalt>
{
    /// <summary>One number for both keys.</summary>
    public static implicit operator HashSalt(long key) => new(key, key);

    /// <summary>Two keys.</summary>
    public static implicit operator HashSalt((long First, long Second) keys) => new(keys.First, keys.Second);

    /// <inheritdoc/>
    public object? ToConfig() => new[] { First, Second };

    /// <inheritdoc/>
    public static HashSalt FromConfig(object? value) => value switch
    {
        long key => new HashSalt(key, key),
        IReadOnlyList<object?> { Count: 2 } keys when keys[0] is long first && keys[1] is long second => new HashSalt(first, second),
        _ => throw new FormatException("expected an integer or a list of two integers"),
    };

    /// <summary>Prints <c>(133, 137)</c>.</summary>
    public override string ToString() => $"({First}, {Second})";
}
