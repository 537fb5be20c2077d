namespace DeepSharp.Initializers;

/// <summary>Normal with standard deviation √(2 / (fan_in + fan_out)), cut off at two deviations.</summary>
/// <remarks>Glorot and Bengio 2010.</remarks>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable]
[UnusedKey("input_axes"), UnusedKey("output_axes")]
public sealed partial class GlorotNormal(int? seed = null) : RandomInitializer(seed), IFanScaled
{
    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => FanScaling.Draw(shape, dtype, seed, 1, FanMode.FanAvg, ScaledDistribution.TruncatedNormal);
}
