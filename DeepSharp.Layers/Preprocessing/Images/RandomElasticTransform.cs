namespace DeepSharp.Layers;

/// <summary>In training, distorts random images as if they were printed on rubber: every pixel is read a smooth random way off its place.</summary>
/// <remarks>
/// With s the scale of an image, the ways are normal numbers of deviation σ = s · min(height, width) / 20, smoothed by a Gaussian of that width and multiplied
/// by s · max(height, width) / 10. Simard, Steinkraus and Platt 2003.
/// </remarks>
/// <param name="factor">The probability of a change, 0 to 1: drawn from a range, or f for 0 to f; 1 if null.</param>
/// <param name="scale">The strength s, 0 to 1, in the same form; 1 if null.</param>
/// <param name="interpolation">Nearest or Bilinear.</param>
/// <param name="fillMode">What stands beyond the border.</param>
/// <param name="fillValue">The value beyond the border for <see cref="FillMode.Constant"/>.</param>
/// <param name="valueRange">The values pixels can have, which the result is held within; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomElasticTransform(
    [DefaultsTo("1")] Factor? factor = null, [DefaultsTo("1")] Factor? scale = null, Interpolation interpolation = Interpolation.Bilinear,
    FillMode fillMode = FillMode.Reflect, double fillValue = 0, [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null)
        : RandomImageLayer(seed)
{
    /// <summary>The probability of a change.</summary>
    public Factor Factor { get; } = (factor ?? 1).Within("RandomElasticTransform", "factor", 0, 1);

    /// <summary>The strength.</summary>
    public Factor Scale { get; } = (scale ?? 1).Within("RandomElasticTransform", "scale", 0, 1);

    /// <summary>Nearest or Bilinear.</summary>
    public Interpolation Interpolation { get; } = PixelMap.Require("RandomElasticTransform", interpolation);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var (batch, height, width) = (images.Shape[0], images.Shape[1], images.Shape[2]);
        var (low, high) = Scale.FromZero;
        if (high == 0 || Factor.FromZero.High == 0) return images;
        var chosen = Chance(images, generator, Factor.FromZero);
        var strength = Draw(images, generator, (low, high));
        var sigma = strength * (0.05 * Math.Min(height, width));
        // A window of three deviations to each side, for the strongest change there can be.
        int window = (int)(6 * 0.05 * Math.Min(height, width) * high) | 1;
        var ways = Tensor.RandomNormal([batch, height, width, 2], dtype: images.DType, seed: generator) * sigma;
        var smooth = ways.GaussianBlur([window, window], (sigma + 1e-6).Reshape([batch, 1]).BroadcastTo([batch, 2]));
        Tensor Places(int n, Shape shape) => Tensor.Arange(0, n, 1, images.DType, images.Device).Reshape(shape).BroadcastTo([1, height, width, 1]);
        var places = Tensor.Concat([Places(height, [1, height, 1, 1]), Places(width, [1, 1, width, 1])], 3);
        var moved = images.MapCoordinates(places + smooth * (strength * (0.1 * Math.Max(height, width))), Interpolation, FillMode, FillValue);
        return ValueRange.Hold(Tensor.Where(chosen, moved, images));
    }
}
