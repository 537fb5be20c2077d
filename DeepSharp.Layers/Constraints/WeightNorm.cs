namespace DeepSharp;

/// <summary>Euclidean lengths along axes of a weight, and the scaling to new ones: what the norm constraints share.</summary>
internal static class WeightNorm
{
    /// <summary>Keeps a weight of length zero from being divided by it.</summary>
    private const double Epsilon = 1e-7;

    /// <summary>The lengths, with the axes kept at length one.</summary>
    public static Tensor Of(Tensor weight, Axes axes) => weight.Square().Sum(axes, keepDims: true).Sqrt();

    /// <summary>w · wanted / (ε + length).</summary>
    public static Tensor Scale(Tensor weight, Tensor length, Tensor wanted) => weight * (wanted / (length + Epsilon));
}
