namespace DeepSharp.Initializers;

/// <summary>Uniform in ±√(3 / fan_in).</summary>
/// <remarks>LeCun et al. 1998.</remarks>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable]
[UnusedKey("input_axes"), UnusedKey("output_axes")]
public sealed partial class LecunUniform(int? seed = null) : RandomInitializer(seed), IFanScaled
{
    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => FanScaling.Draw(shape, dtype, seed, 1, FanMode.FanIn, ScaledDistribution.Uniform);
}
