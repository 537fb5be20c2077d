namespace DeepSharp.Layers;

/// <summary>In training, changes brightness, contrast, saturation and hue of each image at random, one after the other.</summary>
/// <remarks>As <see cref="RandomBrightness"/>, <see cref="RandomContrast"/>, <see cref="RandomSaturation"/> and <see cref="RandomHue"/> in a row.</remarks>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="brightnessFactor">As for <see cref="RandomBrightness"/>; no change if null.</param>
/// <param name="contrastFactor">As for <see cref="RandomContrast"/>; no change if null.</param>
/// <param name="saturationFactor">As for <see cref="RandomSaturation"/>; no change if null.</param>
/// <param name="hueFactor">As for <see cref="RandomHue"/>; no change if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomColorJitter(
    [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, Factor? brightnessFactor = null, Factor? contrastFactor = null, Factor? saturationFactor = null,
    Factor? hueFactor = null, int? seed = null) : RandomImageLayer(seed)
{
    private readonly Func<Tensor, SeedGenerator, Tensor>[] _changes =
        [.. Changes(valueRange ?? (0, 255), brightnessFactor, contrastFactor, saturationFactor, hueFactor)
            .Select(l => (Func<Tensor, SeedGenerator, Tensor>)l.Change)];

    private protected override void RequireImages(Tensor images)
    {
        if (SaturationFactor is not null || HueFactor is not null) ImageBatch.RequireColors(this, images);
    }

    internal override Tensor Change(Tensor images, SeedGenerator generator) => _changes.Aggregate(images, (x, change) => change(x, generator));

    private static IEnumerable<RandomImageLayer> Changes(ValueRange range, Factor? brightness, Factor? contrast, Factor? saturation, Factor? hue)
    {
        // Numbers come from this layer's own generator; the seeds only keep the parts from taking global ones.
        if (brightness is { } b) yield return new RandomBrightness(b, range, seed: 0);
        if (contrast is { } c) yield return new RandomContrast(c, range, seed: 0);
        if (saturation is { } s) yield return new RandomSaturation(s, range, seed: 0);
        if (hue is { } h) yield return new RandomHue(h, range, seed: 0);
    }
}
