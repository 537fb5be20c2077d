namespace DeepSharp.Layers;

/// <summary>In training, turns the hue of each color image at random, to either side.</summary>
/// <param name="factor">The turn in halves of the color circle, 0 to 1: a range, or f for 0 to f.</param>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomHue(Factor factor, [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>The turn in halves of the color circle.</summary>
    public Factor Factor { get; } = factor.Within("RandomHue", "factor", 0, 1);

    private protected override void RequireImages(Tensor images) => ImageBatch.RequireColors(this, images);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var turn = Sign(images, generator) * Draw(images, generator, Factor.FromZero) * 0.5;
        var hsv = ValueRange.MoveTo((0, 1), images).RgbToHsv();
        var turned = Tensor.Concat([(hsv.Slice(3, ..1) + turn) % 1, hsv.Slice(3, 1..)], 3);
        return new ValueRange(0, 1).MoveTo(ValueRange, turned.HsvToRgb().Clip(0, 1));
    }
}
