namespace DeepSharp.Layers;

/// <summary>In training, adds numbers from the normal distribution with mean 0; otherwise y = x.</summary>
/// <param name="stddev">Their standard deviation, zero or more.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Layer]
public sealed partial class GaussianNoise(double stddev, int? seed = null) : SeededLayer(seed)
{
    /// <summary>The standard deviation of the noise.</summary>
    public double Stddev { get; } = stddev >= 0 ? stddev : throw new InvalidValueException($"GaussianNoise expects a standard deviation of zero or more but got {stddev}.");

    private protected override Tensor Disturb(Tensor x, SeedGenerator generator) => x + Tensor.RandomNormal(x.Shape, 0, Stddev, x.DType, generator);
}
