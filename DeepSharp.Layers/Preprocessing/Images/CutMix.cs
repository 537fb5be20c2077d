namespace DeepSharp.Layers;

/// <summary>In training, covers a random window of each image of a batch with that of another one of it, and mixes their labels by the areas.</summary>
/// <remarks>The part that is covered is 1 − w with w from the beta distribution of α and α; the window has the image's proportions. Yun et al. 2019.</remarks>
/// <param name="factor">α, 0 to 1: drawn for each batch from a range, or f for 0 to f; 1 if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer(Inputs = LayerInputs.None)]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class CutMix([DefaultsTo("1")] Factor? factor = null, int? seed = null) : MixingLayer(seed)
{
    /// <summary>The parameter of the beta distribution.</summary>
    public Factor Factor { get; } = (factor ?? 1).Within("CutMix", "factor", 0, 1);

    private protected override (Tensor Images, Tensor Weight) Mix(Tensor images, Tensor others, SeedGenerator generator)
    {
        var (low, high) = Factor.FromZero;
        var alpha = Tensor.RandomUniform([], low, high, images.DType, generator) + 1e-6;
        var side = (1 - Tensor.RandomBeta([images.Shape[0], 1, 1, 1], alpha, alpha, images.DType, generator)).Sqrt();
        var (inside, area) = PixelWindow.Draw(images, side, side, generator);
        return (Tensor.Where(inside, others, images), 1 - area);
    }
}
