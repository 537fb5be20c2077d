namespace DeepSharp.Layers;

/// <summary>In training, turns the bright pixels of images round: x becomes high + low − x where it is not below a threshold, after a random amount
/// has been added.</summary>
/// <param name="additionFactor">The amount as part of the value range, 0 to 1: drawn for each image from a range, or f for 0 to f.</param>
/// <param name="thresholdFactor">The threshold's place in the value range, in the same form; at 0 all pixels are turned round.</param>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class Solarization(
    [DefaultsTo("0")] Factor? additionFactor = null, [DefaultsTo("0")] Factor? thresholdFactor = null, [DefaultsTo("(0, 255)")] ValueRange? valueRange = null,
    int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>What is added, as part of the value range.</summary>
    public Factor AdditionFactor { get; } = (additionFactor ?? 0).Within("Solarization", "additionFactor", 0, 1);

    /// <summary>The threshold's place in the value range.</summary>
    public Factor ThresholdFactor { get; } = (thresholdFactor ?? 0).Within("Solarization", "thresholdFactor", 0, 1);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        double span = ValueRange.High - ValueRange.Low;
        var brighter = ValueRange.Hold(images + Draw(images, generator, AdditionFactor.FromZero) * span);
        var threshold = Draw(images, generator, ThresholdFactor.FromZero) * span + ValueRange.Low;
        return Tensor.Where(brighter < threshold, brighter, ValueRange.High + ValueRange.Low - brighter);
    }
}
