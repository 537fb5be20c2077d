namespace DeepSharp.Initializers;

/// <summary>Random numbers whose variance is scale / n, with n the number of connections: the rule behind Glorot, He and Lecun.</summary>
/// <remarks>For a weight [window.., in, out] fan_in is in · ∏ window and fan_out is out · ∏ window. Uniform: ±√(3 scale / n).</remarks>
/// <param name="scale">The variance times n; above zero.</param>
/// <param name="mode">Which connections n counts.</param>
/// <param name="distribution">What is drawn from.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable]
[UnusedKey("input_axes"), UnusedKey("output_axes")]
public sealed partial class VarianceScaling(
    double scale = 1, FanMode mode = FanMode.FanIn, ScaledDistribution distribution = ScaledDistribution.TruncatedNormal, int? seed = null)
    : RandomInitializer(seed), IFanScaled
{
    /// <summary>The variance times n.</summary>
    public double Scale { get; } = scale > 0 ? scale : throw new InvalidValueException($"VarianceScaling expects a scale above zero but got {scale}.");

    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => FanScaling.Draw(shape, dtype, seed, Scale, Mode, Distribution);
}
