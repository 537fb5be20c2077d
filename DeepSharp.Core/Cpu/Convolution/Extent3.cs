namespace DeepSharp.Cpu;

/// <summary>One number for each spatial axis: depth, height, width. Axes that a 1-D or 2-D convolution lacks hold the neutral
/// value.</summary>
internal readonly record struct Extent3(int D, int H, int W)
{
    /// <summary>The product of the three.</summary>
    /// <exception cref="OverflowException">The product does not fit an int.</exception>
    public int Volume => checked(D * H * W);

    /// <summary>Takes one to three numbers, last axis last, and fills the missing front with <paramref name="fill"/>.</summary>
    public static Extent3 From(ReadOnlySpan<int> values, int fill) => values.Length switch
    {
        1 => new(fill, fill, values[0]),
        2 => new(fill, values[0], values[1]),
        3 => new(values[0], values[1], values[2]),
        _ => throw new ArgumentException($"A convolution has 1 to 3 spatial axes but got {values.Length}.", nameof(values)),
    };

    public override string ToString() => $"({D}, {H}, {W})";
}
