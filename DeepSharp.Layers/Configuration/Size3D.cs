namespace DeepSharp;

/// <summary>Depth, height and width of a window or of a step, in elements; each at least 1.</summary>
/// <remarks>Converts from a number for all axes, <c>3</c>, and from a tuple, <c>(3, 5, 5)</c>.</remarks>
/// <param name="D">Depth.</param>
/// <param name="H">Height.</param>
/// <param name="W">Width.</param>
public readonly record struct Size3D(int D, int H, int W) : IConfigValue<Size3D>
{
    /// <summary>Depth.</summary>
    public int D { get; } = SizeList.Positive(D, nameof(Size3D));

    /// <summary>Height.</summary>
    public int H { get; } = SizeList.Positive(H, nameof(Size3D));

    /// <summary>Width.</summary>
    public int W { get; } = SizeList.Positive(W, nameof(Size3D));

    /// <summary>The same size along each axis.</summary>
    /// <param name="size">At least 1.</param>
    public static implicit operator Size3D(int size) => new(size, size, size);

    /// <summary>One size for each axis.</summary>
    /// <param name="size">Depth, height and width.</param>
    public static implicit operator Size3D((int D, int H, int W) size) => new(size.D, size.H, size.W);

    /// <summary>Depth, height and width as an array, for operations over any number of axes.</summary>
    /// <returns>An array of 3.</returns>
    public int[] ToArray() => [D, H, W];

    /// <inheritdoc/>
    public object? ToConfig() => ToArray();

    /// <inheritdoc/>
    public static Size3D FromConfig(object? value)
    {
        var s = SizeList.Read(value, 3);
        return new(s[0], s[1], s[2]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"({D}, {H}, {W})";
}
