namespace DeepSharp.Layers;

/// <summary>In training, makes the colors of each image paler at random: y = x + f · (g − x), with g its brightness 0.2989 r + 0.587 g + 0.114 b,
/// held within the value range.</summary>
/// <param name="factor">f: a range within −1 to 1, or f for 0 to f. 0 changes nothing, 1 makes grey; negative numbers make colors stronger.</param>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomColorDegeneration(Factor factor, [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null)
    : RandomImageLayer(seed)
{
    /// <summary>How pale the colors become.</summary>
    public Factor Factor { get; } = factor.Within("RandomColorDegeneration", "factor", -1, 1);

    private protected override void RequireImages(Tensor images)
    {
        if (images.Shape[3] != 1) ImageBatch.RequireColors(this, images);
    }

    internal override Tensor Change(Tensor images, SeedGenerator generator) =>
        ValueRange.Hold(images + Draw(images, generator, Factor.FromZero) * (images.RgbToGrayscale() - images));
}
