namespace DeepSharp;

/// <summary>A length of a window or of a step, in elements; each at least 1.</summary>
/// <remarks>Converts from a number: <c>3</c>.</remarks>
/// <param name="Length">Number of positions.</param>
public readonly record struct Size1D(int Length) : IConfigValue<Size1D>
{
    /// <summary>Number of positions.</summary>
    public int Length { get; } = SizeList.Positive(Length, nameof(Size1D));

    /// <summary>The same size along each axis.</summary>
    /// <param name="size">At least 1.</param>
    public static implicit operator Size1D(int size) => new(size);

    /// <summary>A length as an array, for operations over any number of axes.</summary>
    /// <returns>An array of 1.</returns>
    public int[] ToArray() => [Length];

    /// <inheritdoc/>
    public object? ToConfig() => ToArray();

    /// <inheritdoc/>
    public static Size1D FromConfig(object? value)
    {
        var s = SizeList.Read(value, 1);
        return new(s[0]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Length}";
}
