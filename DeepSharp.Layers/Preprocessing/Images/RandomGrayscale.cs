namespace DeepSharp.Layers;

/// <summary>In training, takes the colors of random images away: all three channels get the brightness 0.2989 r + 0.587 g + 0.114 b.</summary>
/// <param name="factor">The part of the images that is changed, 0 to 1.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomGrayscale(double factor = 0.5, int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>The part of the images that is changed.</summary>
    public double Factor { get; } = factor is >= 0 and <= 1 ? factor
        : throw new InvalidValueException($"RandomGrayscale expects a factor from 0 to 1 but got {factor}.");

    private protected override void RequireImages(Tensor images)
    {
        if (images.Shape[3] != 1) ImageBatch.RequireColors(this, images);
    }

    internal override Tensor Change(Tensor images, SeedGenerator generator) =>
        Tensor.Where(Draw(images, generator, (0, 1)) < Factor, images.RgbToGrayscale(), images);
}
