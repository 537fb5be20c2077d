namespace DeepSharp.Layers;

/// <summary>In training, makes each image darker or lighter at random: y = x + f · (high − low), held within the value range.</summary>
/// <param name="factor">f, −1 to 1: a range, or f for −f to f. At −1 the image becomes black, at 1 white.</param>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomBrightness(Factor factor, [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>How much is added, as part of the value range.</summary>
    public Factor Factor { get; } = factor.Within("RandomBrightness", "factor", -1, 1);

    internal override Tensor Change(Tensor images, SeedGenerator generator) =>
        ValueRange.Hold(images + Draw(images, generator, Factor.Mirrored) * (ValueRange.High - ValueRange.Low));
}
