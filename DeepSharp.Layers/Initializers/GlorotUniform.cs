namespace DeepSharp.Initializers;

/// <summary>Uniform in ±√(6 / (fan_in + fan_out)).</summary>
/// <remarks>Glorot and Bengio 2010.</remarks>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable]
public sealed partial class GlorotUniform(int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => FanScaling.Draw(shape, dtype, seed, 1, FanMode.FanAvg, ScaledDistribution.Uniform);
}
