namespace DeepSharp;

/// <summary>Height and width of a window or of a step, in elements; each at least 1.</summary>
/// <remarks>Converts from a number for all axes, <c>3</c>, and from a tuple, <c>(3, 5)</c>.</remarks>
/// <param name="H">Height.</param>
/// <param name="W">Width.</param>
public readonly record struct Size2D(int H, int W) : IConfigValue<Size2D>
{
    /// <summary>Height.</summary>
    public int H { get; } = SizeList.Positive(H, nameof(Size2D));

    /// <summary>Width.</summary>
    public int W { get; } = SizeList.Positive(W, nameof(Size2D));

    /// <summary>The same size along each axis.</summary>
    /// <param name="size">At least 1.</param>
    public static implicit operator Size2D(int size) => new(size, size);

    /// <summary>One size for each axis.</summary>
    /// <param name="size">Height and width.</param>
    public static implicit operator Size2D((int H, int W) size) => new(size.H, size.W);

    /// <summary>Height and width as an array, for operations over any number of axes.</summary>
    /// <returns>An array of 2.</returns>
    public int[] ToArray() => [H, W];

    /// <inheritdoc/>
    public object? ToConfig() => ToArray();

    /// <inheritdoc/>
    public static Size2D FromConfig(object? value)
    {
        var s = SizeList.Read(value, 2);
        return new(s[0], s[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"({H}, {W})";
}
