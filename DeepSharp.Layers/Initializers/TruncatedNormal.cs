namespace DeepSharp.Initializers;

/// <summary>Numbers from the normal distribution, none further than two standard deviations from the mean.</summary>
/// <param name="mean">The mean.</param>
/// <param name="stddev">The standard deviation before cutting.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Configurable]
public sealed partial class TruncatedNormal(double mean = 0, double stddev = 0.05, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    protected override Tensor Draw(Shape shape, DType dtype, int seed) => Tensor.TruncatedNormal(shape, Mean, Stddev, dtype, seed);
}
