namespace DeepSharp;

/// <summary>Elements before and after each of 3 axes, each zero or more.</summary>
/// <remarks>Converts from a number for all ends, from a number for each axis, and from a pair for each axis: <c>((1, 0), (1, 0), (1, 0))</c>.</remarks>
/// <param name="D">Depth.</param>
/// <param name="H">Height.</param>
/// <param name="W">Width.</param>
public readonly record struct Border3D(Border1D D, Border1D H, Border1D W) : IConfigValue<Border3D>
{
    /// <summary>The same at all ends.</summary>
    public static implicit operator Border3D(int all) => new(all, all, all);

    /// <summary>One number for both ends of each axis.</summary>
    public static implicit operator Border3D((int D, int H, int W) axes) => new(axes.D, axes.H, axes.W);

    /// <summary>One number for each end.</summary>
    public static implicit operator Border3D(((int Before, int After) D, (int Before, int After) H, (int Before, int After) W) axes) => new(axes.D, axes.H, axes.W);

    /// <summary>The axes' borders in order.</summary>
    public Border1D[] ToArray() => [D, H, W];

    /// <inheritdoc/>
    public object? ToConfig() => ToArray();

    /// <inheritdoc/>
    public static Border3D FromConfig(object? value)
    {
        var b = BorderList.Read(value, 3);
        return new(b[0], b[1], b[2]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"({D}, {H}, {W})";
}
