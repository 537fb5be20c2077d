namespace DeepSharp.Layers;

/// <summary>In training, makes each image sharper or less sharp at random: y = x + (1 − 2f)(s − x), with s the image smoothed over 3 by 3 pixels,
/// held within the value range.</summary>
/// <remarks>Smoothing weighs a pixel 5/13 and each of its neighbours 1/13; what lies beyond the border counts as zero.</remarks>
/// <param name="factor">f, 0 to 1: a range, or f for 0 to f. 0 smoothes, 0.5 changes nothing, 1 sharpens.</param>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomSharpness(Factor factor, [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null) : RandomImageLayer(seed)
{
    private static readonly double[] s_weights = [1, 1, 1, 1, 5, 1, 1, 1, 1];

    /// <summary>The sharpness.</summary>
    public Factor Factor { get; } = factor.Within("RandomSharpness", "factor", 0, 1);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        int channels = images.Shape[3];
        var sharpness = Draw(images, generator, Factor.FromZero) * 2;
        var kernel = (Tensor.From(s_weights, [3, 3, 1, 1], images.Device).Cast(images.DType) / 13).BroadcastTo([3, 3, 1, channels]);
        var smooth = images.Conv(kernel, padding: Padding.Same, groups: channels);
        return ValueRange.Hold(images + (1 - sharpness) * (smooth - images));
    }
}
