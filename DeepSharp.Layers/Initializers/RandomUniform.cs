namespace DeepSharp.Initializers;

/// <summary>Numbers spread evenly between two bounds.</summary>
/// <param name="minValue">The lower bound.</param>
/// <param name="maxValue">The upper bound, not reached.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable(Aliases = ["uniform"])]
public sealed partial class RandomUniform(
    [ConfigKey("minval")] double minValue = -0.05, [ConfigKey("maxval")] double maxValue = 0.05, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => Tensor.RandomUniform(shape, MinValue, MaxValue, dtype, seed);
}
