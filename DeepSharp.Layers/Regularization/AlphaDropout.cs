namespace DeepSharp.Layers;

/// <summary>In training, sets a random part of the elements to selu's negative limit and rescales all, which keeps mean 0 and variance 1; otherwise y = x.</summary>
/// <remarks>Klambauer et al. 2017.</remarks>
/// <param name="rate">The part that is dropped, 0 to 1.</param>
/// <param name="noiseShape">The shape of the mask, stretched over the input; the input's shape if null.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Layer]
public sealed partial class AlphaDropout(double rate, Shape? noiseShape = null, int? seed = null) : SeededLayer(seed)
{
    // Selu's limit for very negative numbers, −s·α.
    private const double Limit = -1.0507009873554805 * 1.6732632423543772;

    /// <summary>The part that is dropped, 0 to 1.</summary>
    public double Rate { get; } = Part(rate, "AlphaDropout");

    private protected override Tensor Disturb(Tensor x, SeedGenerator generator)
    {
        if (Rate == 0) return x;
        var noise = NoiseShape is not { } given ? x.Shape
            : given.Rank == x.Rank ? new Shape([.. given.Select((d, i) => d == Dim.Any ? x.Shape[i] : d)])
            : throw new ShapeMismatchException($"AlphaDropout's noise shape {given} needs one length for each axis of the input {x.Shape}.");
        var kept = Tensor.RandomUniform(noise, 0, 1, x.DType, generator) >= Rate;
        // A full rate would leave no variance to keep.
        double scale = Rate == 1 ? 1 : 1 / Math.Sqrt((1 - Rate) * (1 + Rate * Limit * Limit));
        return Tensor.Where(kept, x, x.ScalarLike(Limit)) * scale - scale * Limit * Rate;
    }
}
