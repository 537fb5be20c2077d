namespace DeepSharp.Layers;

/// <summary>In training, blends each image of a batch with another one of it, and their labels: y = w · x + (1 − w) · x′ with w from the beta
/// distribution of α and α.</summary>
/// <remarks>Zhang et al. 2018.</remarks>
/// <param name="alpha">α, above zero: small numbers leave one of the two images nearly whole, 1 blends in any proportion alike.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer(Inputs = LayerInputs.None)]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class MixUp(double alpha = 0.2, int? seed = null) : MixingLayer(seed)
{
    /// <summary>The parameter of the beta distribution.</summary>
    public double Alpha { get; } = alpha > 0 && double.IsFinite(alpha) ? alpha
        : throw new InvalidValueException($"MixUp expects an alpha above zero but got {alpha}.");

    private protected override (Tensor Images, Tensor Weight) Mix(Tensor images, Tensor others, SeedGenerator generator)
    {
        var alpha = Tensor.Scalar(Alpha, images.Device);
        var weight = Tensor.RandomBeta([images.Shape[0], 1, 1, 1], alpha, alpha, images.DType, generator);
        return (weight * images + (1 - weight) * others, weight);
    }
}
