namespace DeepSharp;

/// <summary>Numbers spread evenly over [low, high).</summary>
/// <remarks>
/// float32 takes u = (w shifted right by 8) · 2⁻²⁴, float64 u = (d shifted right by 11) · 2⁻⁵³ (w and d as in <see cref="RandomOp"/>), both
/// in [0, 1).
/// The value is u · (high − low) + low as one fused multiply-add in the element type; where that rounds up to high, the number before high.
/// </remarks>
/// <param name="Shape">The shape of the result.</param>
/// <param name="DType">float32 or float64.</param>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The end, not reached.</param>
public sealed record RandomUniformOp(Shape Shape, DType DType = DType.Float32, double Low = 0, double High = 1) : RandomOp(Shape, DType)
{
    private protected override ReadOnlySpan<DType> Drawable => [DType.Float32, DType.Float64];

    private protected override string? Fault =>
        Low <= High && double.IsFinite(High - Low)
            ? null
            : $"expects finite bounds, low not above high, but got [{Low}, {High}). Swap them or correct them.";
}

public sealed partial class Tensor
{
    /// <summary>Numbers spread evenly over [low, high).</summary>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The end, not reached.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="seed">A seed, a generator or a state; the global generator if not given.</param>
    /// <exception cref="InvalidValueException">The bounds are not finite or in the wrong order.</exception>
    public static Tensor RandomUniform(
        Shape shape, double low = 0, double high = 1, DType dtype = DType.Float32, RandomSeed seed = default) =>
        new RandomUniformOp(shape, dtype, low, high).Apply(seed.For(shape));
}
