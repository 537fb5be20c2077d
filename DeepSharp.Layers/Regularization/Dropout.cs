namespace DeepSharp.Layers;

/// <summary>In training, sets a random part of the elements to zero and divides the others by 1 − rate; otherwise y = x.</summary>
/// <remarks>Srivastava et al. 2014.</remarks>
/// <param name="rate">The part that is dropped, 0 to 1.</param>
/// <param name="noiseShape">The shape of the mask: axes of length one are dropped as a whole, unknown lengths take the input's; the input's shape if null.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Layer]
public sealed partial class Dropout(double rate, Shape? noiseShape = null, int? seed = null) : SeededLayer(seed)
{
    /// <summary>The part that is dropped, 0 to 1.</summary>
    public double Rate { get; } = Part(rate, "Dropout");

    private protected override Tensor Disturb(Tensor x, SeedGenerator generator) => x.Dropout(Rate, generator, NoiseShape);
}
