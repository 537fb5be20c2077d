namespace DeepSharp.Layers;

/// <summary>In training, moves each image by random distances.</summary>
/// <param name="heightFactor">The way down as part of the height, −1 to 1: a range, or f for −f to f. Negative moves up.</param>
/// <param name="widthFactor">The way to the right as part of the width, in the same form. Negative moves left.</param>
/// <param name="fillMode">What stands beyond the border.</param>
/// <param name="interpolation">Nearest or Bilinear.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
/// <param name="fillValue">The value beyond the border for <see cref="FillMode.Constant"/>.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomTranslation(
    Factor heightFactor, Factor widthFactor, FillMode fillMode = FillMode.Reflect, Interpolation interpolation = Interpolation.Bilinear,
    int? seed = null, double fillValue = 0) : RandomImageLayer(seed)
{
    /// <summary>The way down as part of the height.</summary>
    public Factor HeightFactor { get; } = heightFactor.Within("RandomTranslation", "heightFactor", -1, 1);

    /// <summary>The way to the right as part of the width.</summary>
    public Factor WidthFactor { get; } = widthFactor.Within("RandomTranslation", "widthFactor", -1, 1);

    /// <summary>What stands beyond the border.</summary>
    public FillMode FillMode { get; } = PixelMap.Require("RandomTranslation", fillMode);

    /// <summary>Nearest or Bilinear.</summary>
    public Interpolation Interpolation { get; } = PixelMap.Require("RandomTranslation", interpolation);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var down = Draw(images, generator, HeightFactor.Mirrored) * images.Shape[1];
        var right = Draw(images, generator, WidthFactor.Mirrored) * images.Shape[2];
        return images.ProjectiveTransform(PixelMap.Affine(images, [1, 0, -right], [0, 1, -down]), Interpolation, FillMode, FillValue);
    }
}
