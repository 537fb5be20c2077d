namespace DeepSharp.Initializers;

/// <summary>Normal with standard deviation √(2 / fan_in), cut off at two deviations.</summary>
/// <remarks>He et al. 2015.</remarks>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable]
[UnusedKey("input_axes"), UnusedKey("output_axes")]
public sealed partial class HeNormal(int? seed = null) : RandomInitializer(seed), IFanScaled
{
    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => FanScaling.Draw(shape, dtype, seed, 2, FanMode.FanIn, ScaledDistribution.TruncatedNormal);
}
