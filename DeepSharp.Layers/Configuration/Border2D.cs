namespace DeepSharp;

/// <summary>Elements before and after each of 2 axes, each zero or more.</summary>
/// <remarks>Converts from a number for all ends, from a number for each axis, and from a pair for each axis: <c>((1, 0), (1, 0))</c>.</remarks>
/// <param name="H">Height.</param>
/// <param name="W">Width.</param>
public readonly record struct Border2D(Border1D H, Border1D W) : IConfigValue<Border2D>
{
    /// <summary>The same at all ends.</summary>
    public static implicit operator Border2D(int all) => new(all, all);

    /// <summary>One number for both ends of each axis.</summary>
    public static implicit operator Border2D((int H, int W) axes) => new(axes.H, axes.W);

    /// <summary>One number for each end.</summary>
    public static implicit operator Border2D(((int Before, int After) H, (int Before, int After) W) axes) => new(axes.H, axes.W);

    /// <summary>The axes' borders in order.</summary>
    public Border1D[] ToArray() => [H, W];

    /// <inheritdoc/>
    public object? ToConfig() => ToArray();

    /// <inheritdoc/>
    public static Border2D FromConfig(object? value)
    {
        var b = BorderList.Read(value, 2);
        return new(b[0], b[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"({H}, {W})";
}
