namespace DeepSharp.Layers;

/// <summary>In training, shrinks or enlarges each image around its middle by random amounts.</summary>
/// <param name="heightFactor">The change of the height that is seen, above −1 to 1: a range, or f for −f to f. Positive zooms out, negative in.</param>
/// <param name="widthFactor">The change of the width that is seen, in the same form; that of the height, which keeps the proportions, if null.</param>
/// <param name="fillMode">What stands beyond the border.</param>
/// <param name="interpolation">Nearest or Bilinear.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
/// <param name="fillValue">The value beyond the border for <see cref="FillMode.Constant"/>.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomZoom(
    Factor heightFactor, Factor? widthFactor = null, FillMode fillMode = FillMode.Reflect, Interpolation interpolation = Interpolation.Bilinear,
    int? seed = null, double fillValue = 0) : RandomImageLayer(seed)
{
    // At −1 nothing of the image would be seen.
    private const double Least = -1 + 1e-7;

    /// <summary>The change of the height that is seen.</summary>
    public Factor HeightFactor { get; } = heightFactor.Within("RandomZoom", "heightFactor", Least, 1);

    /// <summary>The change of the width that is seen; that of the height if null.</summary>
    public Factor? WidthFactor { get; } = widthFactor?.Within("RandomZoom", "widthFactor", Least, 1);

    /// <summary>What stands beyond the border.</summary>
    public FillMode FillMode { get; } = PixelMap.Require("RandomZoom", fillMode);

    /// <summary>Nearest or Bilinear.</summary>
    public Interpolation Interpolation { get; } = PixelMap.Require("RandomZoom", interpolation);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var down = Draw(images, generator, HeightFactor.Mirrored) + 1;
        var across = WidthFactor is { } width ? Draw(images, generator, width.Mirrored) + 1 : down;
        double x = (images.Shape[2] - 1) / 2.0, y = (images.Shape[1] - 1) / 2.0;
        return images.ProjectiveTransform(PixelMap.Affine(images, [across, 0, (1 - across) * x], [0, down, (1 - down) * y]), Interpolation, FillMode,
            FillValue);
    }
}
