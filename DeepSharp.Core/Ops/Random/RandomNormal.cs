namespace DeepSharp;

/// <summary>Numbers from the normal distribution, by the transform of Box and Muller.</summary>
/// <remarks>
/// Elements come in pairs (2k, 2k + 1) made from two numbers u in (0, 1] and v in [0, 1):
/// z₂ₖ = √(−2 ln u) · cos 2πv, z₂ₖ₊₁ = √(−2 ln u) · sin 2πv, value = z · stddev + mean as one fused multiply-add.
/// float32: u = ((word 2k shifted right by 8) + 1) · 2⁻²⁴ and v = (word (2k + 1) shifted right by 8) · 2⁻²⁴.
/// float64: u = ((d₂ₖ shifted right by 11) + 1) · 2⁻⁵³ and v = (d₂ₖ₊₁ shifted right by 11) · 2⁻⁵³ (words and d as in
/// <see cref="RandomOp"/>).
/// </remarks>
/// <param name="Shape">The shape of the result.</param>
/// <param name="DType">float32 or float64.</param>
/// <param name="Mean">The mean.</param>
/// <param name="StdDev">The standard deviation.</param>
public sealed record RandomNormalOp(Shape Shape, DType DType = DType.Float32, double Mean = 0, double StdDev = 1) : RandomOp(Shape, DType)
{
    private protected override ReadOnlySpan<DType> Drawable => [DType.Float32, DType.Float64];

    private protected override string? Fault => NormalFault(Mean, StdDev);

    internal static string? NormalFault(double mean, double stddev) =>
        double.IsFinite(mean) && double.IsFinite(stddev) && stddev >= 0 ? null
        : $"expects a finite mean and a standard deviation of zero or more but got mean {mean} and stddev {stddev}.";
}

public sealed partial class Tensor
{
    /// <summary>Numbers from the normal distribution.</summary>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="stddev">The standard deviation.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="seed">A seed, a generator or a state; the global generator if not given.</param>
    /// <exception cref="InvalidValueException">The standard deviation is negative.</exception>
    public static Tensor RandomNormal(
        Shape shape, double mean = 0, double stddev = 1, DType dtype = DType.Float32, RandomSeed seed = default) =>
        new RandomNormalOp(shape, dtype, mean, stddev).Apply(seed.For(shape));
}
