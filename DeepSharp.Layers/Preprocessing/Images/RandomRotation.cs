namespace DeepSharp.Layers;

/// <summary>In training, turns each image around its middle by a random angle.</summary>
/// <remarks>A positive angle turns the image's content counter-clockwise.</remarks>
/// <param name="factor">The angle as part of a whole turn, −1 to 1: a range, or f for −f to f.</param>
/// <param name="fillMode">What stands beyond the border.</param>
/// <param name="interpolation">Nearest or Bilinear.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
/// <param name="fillValue">The value beyond the border for <see cref="FillMode.Constant"/>.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomRotation(
    Factor factor, FillMode fillMode = FillMode.Reflect, Interpolation interpolation = Interpolation.Bilinear, int? seed = null, double fillValue = 0)
    : RandomImageLayer(seed)
{
    /// <summary>The angle as part of a whole turn.</summary>
    public Factor Factor { get; } = factor.Within("RandomRotation", "factor", -1, 1);

    /// <summary>What stands beyond the border.</summary>
    public FillMode FillMode { get; } = PixelMap.Require("RandomRotation", fillMode);

    /// <summary>Nearest or Bilinear.</summary>
    public Interpolation Interpolation { get; } = PixelMap.Require("RandomRotation", interpolation);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var angle = Draw(images, generator, Factor.Mirrored) * (2 * Math.PI);
        Tensor cos = angle.Cos(), sin = angle.Sin();
        double x = (images.Shape[2] - 1) / 2.0, y = (images.Shape[1] - 1) / 2.0;
        // The middle stays where it is: m − R m is added.
        var maps = PixelMap.Affine(images, [cos, -sin, x - (cos * x - sin * y)], [sin, cos, y - (sin * x + cos * y)]);
        return images.ProjectiveTransform(maps, Interpolation, FillMode, FillValue);
    }
}
