namespace DeepSharp.Initializers;

/// <summary>Numbers from the normal distribution.</summary>
/// <param name="mean">The mean.</param>
/// <param name="stddev">The standard deviation.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable(Aliases = ["normal"])]
public sealed partial class RandomNormal(double mean = 0, double stddev = 0.05, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => Tensor.RandomNormal(shape, Mean, Stddev, dtype, seed);
}
