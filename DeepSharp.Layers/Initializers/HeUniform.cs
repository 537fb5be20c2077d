namespace DeepSharp.Initializers;

/// <summary>Uniform in ±√(6 / fan_in).</summary>
/// <remarks>He et al. 2015.</remarks>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable]
public sealed partial class HeUniform(int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => FanScaling.Draw(shape, dtype, seed, 2, FanMode.FanIn, ScaledDistribution.Uniform);
}
