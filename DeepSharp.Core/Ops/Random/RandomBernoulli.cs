namespace DeepSharp;

/// <summary>One with probability p, else zero.</summary>
/// <remarks>
/// An element is one where u = (w shifted right by 8) · 2⁻²⁴ is below p, for every element type: where (w shifted right by 8) &lt; ⌈p ·
/// 2²⁴⌉
/// (w as in <see cref="RandomOp"/>).
/// </remarks>
/// <param name="Shape">The shape of the result.</param>
/// <param name="DType">bool, uint8, int32, int64, float32 or float64.</param>
/// <param name="P">The probability of a one.</param>
public sealed record RandomBernoulliOp(Shape Shape, DType DType = DType.Float32, double P = 0.5) : RandomOp(Shape, DType)
{
    private protected override ReadOnlySpan<DType> Drawable =>
        [DType.Bool, DType.UInt8, DType.Int32, DType.Int64, DType.Float32, DType.Float64];

    private protected override string? Fault => P is >= 0 and <= 1 ? null : $"expects a probability from 0 to 1 but got {P}.";

    /// <summary>The number of the 2²⁴ steps of u that lie below a probability.</summary>
    internal static int Threshold(double p) => (int)Math.Ceiling(p * (1 << 24));
}

public sealed partial class Tensor
{
    /// <summary>Ones with probability p, else zeros.</summary>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="p">The probability of a one.</param>
    /// <param name="dtype">bool, uint8, int32, int64, float32 or float64.</param>
    /// <param name="seed">A seed, a generator or a state; the global generator if not given.</param>
    /// <exception cref="InvalidValueException">The probability is outside [0, 1].</exception>
    public static Tensor RandomBernoulli(Shape shape, double p = 0.5, DType dtype = DType.Float32, RandomSeed seed = default) =>
        new RandomBernoulliOp(shape, dtype, p).Apply(seed.For(shape));
}
