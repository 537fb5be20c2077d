namespace DeepSharp.Initializers;

/// <summary>Uniform in ±√(6 / fan_in).</summary>
/// <remarks>He et al. 2015.</remarks>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable]
[UnusedKey("input_axes"), UnusedKey("output_axes")]
public sealed partial class HeUniform(int? seed = null) : RandomInitializer(seed), IFanScaled
{
    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => FanScaling.Draw(shape, dtype, seed, 2, FanMode.FanIn, ScaledDistribution.Uniform);
}
