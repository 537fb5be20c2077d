namespace DeepSharp.Layers;

/// <summary>In training, makes the colors of each image paler or stronger at random: the saturation is multiplied by f / (1 − f) and held within 1.</summary>
/// <param name="factor">f, 0 to 1: a range, or f for 0 to f. 0 makes grey, 0.5 changes nothing, 1 saturates fully.</param>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomSaturation(Factor factor, [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>The strength of the colors.</summary>
    public Factor Factor { get; } = factor.Within("RandomSaturation", "factor", -1, 1);

    private protected override void RequireImages(Tensor images) => ImageBatch.RequireColors(this, images);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var strength = Draw(images, generator, Factor.FromZero);
        var hsv = ValueRange.MoveTo((0, 1), images).RgbToHsv();
        var saturation = (hsv.Slice(3, 1..2) * (strength / (1 - strength + 1e-7))).Clip(0, 1);
        var changed = Tensor.Concat([hsv.Slice(3, ..1), saturation, hsv.Slice(3, 2..)], 3).HsvToRgb();
        return ValueRange.Hold(new ValueRange(0, 1).MoveTo(ValueRange, changed));
    }
}
