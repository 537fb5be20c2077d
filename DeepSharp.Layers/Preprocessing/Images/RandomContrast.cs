namespace DeepSharp.Layers;

/// <summary>In training, changes the contrast of each image at random: y = (x − m) · c + m with m the mean of each channel, held within the value
/// range.</summary>
/// <param name="factor">Amounts a and b, 0 to 1, for c from 1 − a to 1 + b; one number for both.</param>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomContrast(Factor factor, [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>The amounts.</summary>
    public Factor Factor { get; } = factor.Within("RandomContrast", "factor", 0, 1);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var (less, more) = Factor.Both;
        var mean = images.Mean((int[])[1, 2], keepDims: true);
        return ValueRange.Hold((images - mean) * Draw(images, generator, (1 - less, 1 + more)) + mean);
    }
}
