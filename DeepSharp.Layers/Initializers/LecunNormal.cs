namespace DeepSharp.Initializers;

/// <summary>Normal with standard deviation √(1 / fan_in), cut off at two deviations.</summary>
/// <remarks>LeCun et al. 1998.</remarks>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable]
[UnusedKey("input_axes"), UnusedKey("output_axes")]
public sealed partial class LecunNormal(int? seed = null) : RandomInitializer(seed), IFanScaled
{
    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => FanScaling.Draw(shape, dtype, seed, 1, FanMode.FanIn, ScaledDistribution.TruncatedNormal);
}
