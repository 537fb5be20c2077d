namespace DeepSharp.Layers;

/// <summary>In training, slants each image by random amounts: rows against each other, columns against each other, or both.</summary>
/// <remarks>Output pixel (x, y) is read at (x + s·y, y + t·x). For ranges, s and t are drawn from them and share a random sign.</remarks>
/// <param name="xFactor">The shift of a row for each row, 0 to 1: a range, or f for −f to f.</param>
/// <param name="yFactor">The shift of a column for each column, in the same form.</param>
/// <param name="interpolation">Nearest or Bilinear.</param>
/// <param name="fillMode">What stands beyond the border.</param>
/// <param name="fillValue">The value beyond the border for <see cref="FillMode.Constant"/>.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomShear(
    [DefaultsTo("0")] Factor? xFactor = null, [DefaultsTo("0")] Factor? yFactor = null, Interpolation interpolation = Interpolation.Bilinear,
    FillMode fillMode = FillMode.Reflect, double fillValue = 0, int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>The shift of a row for each row.</summary>
    public Factor XFactor { get; } = Checked(xFactor ?? 0, "xFactor");

    /// <summary>The shift of a column for each column.</summary>
    public Factor YFactor { get; } = Checked(yFactor ?? 0, "yFactor");

    /// <summary>Nearest or Bilinear.</summary>
    public Interpolation Interpolation { get; } = PixelMap.Require("RandomShear", interpolation);

    /// <summary>What stands beyond the border.</summary>
    public FillMode FillMode { get; } = PixelMap.Require("RandomShear", fillMode);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var sign = Sign(images, generator);
        var vertical = Draw(images, generator, YFactor.Mirrored) * sign;
        var horizontal = Draw(images, generator, XFactor.Mirrored) * sign;
        return images.ProjectiveTransform(PixelMap.Affine(images, [1, horizontal, 0], [vertical, 1, 0]), Interpolation, FillMode, FillValue);
    }

    // Files of Keras hold the range −f to f that it made of one number.
    private static Factor Checked(Factor factor, string what) =>
        factor.IsRange && factor.Both.Low == -factor.Both.High ? factor.Within("RandomShear", what, -1, 1) : factor.Within("RandomShear", what, 0, 1);
}
