namespace DeepSharp.Layers;

/// <summary>In training, multiplies by numbers from the normal distribution with mean 1 and deviation √(rate / (1 − rate)); otherwise y = x.</summary>
/// <remarks>Srivastava et al. 2014.</remarks>
/// <param name="rate">The dropout rate with the same deviation, 0 to below 1.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Layer]
public sealed partial class GaussianDropout(double rate, int? seed = null) : SeededLayer(seed)
{
    /// <summary>The dropout rate with the same deviation.</summary>
    public double Rate { get; } = rate is >= 0 and < 1 ? rate : throw new InvalidValueException($"GaussianDropout expects a rate from 0 to below 1 but got {rate}.");

    private protected override Tensor Disturb(Tensor x, SeedGenerator generator) => x * Tensor.RandomNormal(x.Shape, 1, Math.Sqrt(Rate / (1 - Rate)), x.DType, generator);
}
