namespace DeepSharp;

/// <summary>The logarithms of numbers from the gamma distribution with scale 1. Inputs: a random state and the shape
/// parameters α &gt; 0, float64 [n] for the n places of the first axis or [1] for all.</summary>
/// <remarks>
/// Logarithms, because the numbers themselves vanish in every float where α is small. For element i, try k uses block k · count + i of the draw
/// (words as in <see cref="RandomOp"/>): u, v and w = ((word shifted right by 8) + ½) · 2⁻²⁴ of its first three words, x = √(−2 ln u) · cos 2πv,
/// a = α (α + 1 where α &lt; 1), d = a − 1/3, t = (1 + x / √(9d))³. The first try with t &gt; 0 and ln w &lt; x²/2 + d − dt + d ln t gives ln(dt);
/// where α &lt; 1,
/// (ln u′) / α is added, u′ being made from the fourth word. All in double precision.
/// Source: G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 2000.
/// </remarks>
/// <param name="Shape">The shape of the result.</param>
/// <param name="DType">float32 or float64.</param>
public sealed record RandomLogGammaOp(Shape Shape, DType DType = DType.Float32) : RandomOp(Shape, DType)
{
    private protected override ReadOnlySpan<DType> Drawable => [DType.Float32, DType.Float64];

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var alpha = inputs[1];
        bool fits = alpha.Shape.Rank == 1 && (alpha.Shape[0] == 1 || Shape.Rank > 0 && alpha.Shape.Matches(Shape[..1]));
        if (!fits || alpha.DType != DType.Float64)
            throw new ShapeMismatchException(
                $"[{Name}] the shape parameters must be float64, [1] or one for each place of the first axis of {Shape}, but are {alpha}.");
        return base.Infer(inputs);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null, null];
}

public sealed partial class Tensor
{
    /// <summary>The logarithms of numbers from the gamma distribution with scale 1; exact also where α is so small that the numbers vanish.</summary>
    /// <inheritdoc cref="RandomGamma"/>
    public static Tensor RandomLogGamma(Shape shape, double alpha, DType dtype = DType.Float32, RandomSeed seed = default) =>
        new RandomLogGammaOp(shape, dtype).Apply(seed.For(shape), From<double>([alpha], [1]));

    /// <summary>Numbers from the gamma distribution with scale 1, density ∝ x^(α − 1) e^(−x).</summary>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="alpha">The shape parameter, above zero.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="seed">A seed, a generator or a state; the global generator if not given.</param>
    /// <exception cref="InvalidValueException">The shape parameter is not positive.</exception>
    public static Tensor RandomGamma(Shape shape, double alpha, DType dtype = DType.Float32, RandomSeed seed = default) =>
        RandomLogGamma(shape, alpha, dtype, seed).Exp();

    /// <summary>Numbers in 0 to 1 from the beta distribution, density ∝ x^(α − 1) (1 − x)^(β − 1).</summary>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="alpha">Above zero; a scalar.</param>
    /// <param name="beta">Above zero; a scalar.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="seed">A seed, a generator or a state; the global generator if not given.</param>
    /// <exception cref="InvalidValueException">A parameter is not positive.</exception>
    public static Tensor RandomBeta(Shape shape, Tensor alpha, Tensor beta, DType dtype = DType.Float32, RandomSeed seed = default)
    {
        // g / (g + h) of two gamma variables, from their logarithms.
        var logs = new RandomLogGammaOp([2, .. shape.Dims], dtype).Apply(seed.For(shape), Stack([alpha.Cast(DType.Float64), beta.Cast(DType.Float64)]));
        return (logs[0] - logs[1]).Sigmoid();
    }
}
