namespace DeepSharp;

/// <summary>Numbers from the normal distribution cut off two standard deviations from the mean.</summary>
/// <remarks>
/// The distribution that redrawing values outside gives, but from one number an element, by inverting the distribution function:
/// value = z · stddev + mean (fused) with z = √2 · erf⁻¹(t · erf √2) held within ±2, and t in (−1, 1) the middle of one of equally many
/// steps:
/// float32: t = (2k + 1) · 2⁻²⁴ − 1 with k = w shifted right by 8; float64: t = (2k + 1) · 2⁻⁵³ − 1 with k = d shifted right by 11
/// (w and d as in <see cref="RandomOp"/>). The inverse error function is computed in double precision for both types.
/// </remarks>
/// <param name="Shape">The shape of the result.</param>
/// <param name="DType">float32 or float64.</param>
/// <param name="Mean">The mean.</param>
/// <param name="StdDev">The standard deviation before cutting; that of the result is 0.8796 times as large.</param>
public sealed record TruncatedNormalOp(Shape Shape, DType DType = DType.Float32, double Mean = 0, double StdDev = 1)
    : RandomOp(Shape, DType)
{
    private protected override ReadOnlySpan<DType> Drawable => [DType.Float32, DType.Float64];

    private protected override string? Fault => RandomNormalOp.NormalFault(Mean, StdDev);
}

public sealed partial class Tensor
{
    /// <summary>Numbers from the normal distribution, none further than two standard deviations from the mean.</summary>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="stddev">The standard deviation before cutting.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="seed">A seed, a generator or a state; the global generator if not given.</param>
    /// <exception cref="InvalidValueException">The standard deviation is negative.</exception>
    public static Tensor TruncatedNormal(
        Shape shape, double mean = 0, double stddev = 1, DType dtype = DType.Float32, RandomSeed seed = default) =>
        new TruncatedNormalOp(shape, dtype, mean, stddev).Apply(seed.For(shape));
}
