namespace DeepSharp.Layers;

/// <summary>In training, makes a number of changes to each image, one after the other, each drawn from eleven kinds.</summary>
/// <remarks>
/// The kinds are shear, translation, rotation, brightness, color degeneration, contrast, sharpness, posterization, solarization, auto contrast and
/// equalization. Every image of a batch gets changes of its own. Cubuk et al. 2020.
/// </remarks>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="numOps">The number of changes to an image.</param>
/// <param name="factor">The strength of the changes, 0 to 1: a range, or f for 0 to f; 0.5 if null.</param>
/// <param name="interpolation">Nearest or Bilinear, for changes that move pixels.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandAugment(
    [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int numOps = 2, [DefaultsTo("0.5")] Factor? factor = null,
    Interpolation interpolation = Interpolation.Bilinear, int? seed = null) : RandomImageLayer(seed)
{
    private readonly Func<Tensor, SeedGenerator, Tensor>[] _changes =
        AugmentationKinds.All(valueRange ?? (0, 255), (factor ?? 0.5).Within("RandAugment", "factor", 0, 1), PixelMap.Require("RandAugment", interpolation));

    /// <summary>The number of changes to an image.</summary>
    public int NumOps { get; } = numOps >= 0 ? numOps
        : throw new InvalidValueException($"RandAugment expects a number of changes of zero or more but got {numOps}.");

    private protected override void RequireImages(Tensor images)
    {
        if (images.Shape[3] != 1) ImageBatch.RequireColors(this, images);
    }

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        for (int i = 0; i < NumOps; i++) images = AugmentationKinds.ChangeEach(images, _changes, generator);
        return images;
    }
}
