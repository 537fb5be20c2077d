namespace DeepSharp.Layers;

/// <summary>In training, turns the colors of random images round: x becomes high − x, with high the upper end of the value range.</summary>
/// <param name="factor">The probability of a change, 0 to 1: drawn from a range, or f for 0 to f; 1 if null.</param>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomInvert(
    [DefaultsTo("1")] Factor? factor = null, [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>The probability of a change.</summary>
    public Factor Factor { get; } = (factor ?? 1).Within("RandomInvert", "factor", 0, 1);

    internal override Tensor Change(Tensor images, SeedGenerator generator) =>
        Tensor.Where(Chance(images, generator, Factor.FromZero), ValueRange.High - images, images);
}
