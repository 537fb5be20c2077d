namespace DeepSharp.Layers;

/// <summary>In training, tilts images at random: their corners move, and the rest follows by the projective map through the corners.</summary>
/// <remarks>Every coordinate of a corner is multiplied by 1 plus a number from −scale/2 to scale/2; the first corner, at zero, stays. What lies
/// outside gets the fill value.</remarks>
/// <param name="factor">The probability of a change, 0 to 1: drawn from a range, or f for 0 to f; 1 if null.</param>
/// <param name="scale">How far corners move, 0 to 1.</param>
/// <param name="interpolation">Nearest or Bilinear.</param>
/// <param name="fillValue">The value beyond the border.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomPerspective(
    [DefaultsTo("1")] Factor? factor = null, double scale = 1, Interpolation interpolation = Interpolation.Bilinear, double fillValue = 0, int? seed = null)
    : RandomImageLayer(seed)
{
    /// <summary>The probability of a change.</summary>
    public Factor Factor { get; } = (factor ?? 1).Within("RandomPerspective", "factor", 0, 1);

    /// <summary>How far corners move.</summary>
    public double Scale { get; } = scale is >= 0 and <= 1 ? scale
        : throw new InvalidValueException($"RandomPerspective expects a scale from 0 to 1 but got {scale}.");

    /// <summary>Nearest or Bilinear.</summary>
    public Interpolation Interpolation { get; } = PixelMap.Require("RandomPerspective", interpolation);

    private protected override void RequireImages(Tensor images)
    {
        if (images.Shape[1] is 0 or 1 || images.Shape[2] is 0 or 1)
            throw new ShapeMismatchException($"RandomPerspective needs images of at least 2 by 2 pixels but got shape {images.Shape}.");
    }

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var chosen = Chance(images, generator, Factor.FromZero);
        int batch = images.Shape[0];
        var moves = Tensor.RandomUniform([batch, 4, 2], -0.5 * Scale, 0.5 * Scale, images.DType, generator);
        double right = images.Shape[2] - 1, bottom = images.Shape[1] - 1;
        var corners = Tensor.From([0, 0, right, 0, 0, bottom, right, bottom], [1, 4, 2], images.Device).Cast(images.DType);
        var maps = ToRectangle(corners + corners * moves, right, bottom);
        return Tensor.Where(chosen, images.ProjectiveTransform(maps, Interpolation, FillMode.Constant, FillValue), images);
    }

    /// <summary>The maps [batch, 8] that take the corners of quadrilaterals [batch, 4, 2] (top left, top right, bottom left, bottom right) to those
    /// of a rectangle.</summary>
    /// <remarks>P. Heckbert, "Fundamentals of texture mapping and image warping", 1989: the map from the square to the quadrilateral, inverted by its
    /// adjugate.</remarks>
    internal static Tensor ToRectangle(Tensor corners, double right, double bottom)
    {
        Tensor At(int corner, int axis) => corners[.., corner, axis].ExpandDims(-1);
        Tensor x0 = At(0, 0), y0 = At(0, 1), x1 = At(1, 0), y1 = At(1, 1), x2 = At(3, 0), y2 = At(3, 1), x3 = At(2, 0), y3 = At(2, 1);
        Tensor dx1 = x1 - x2, dy1 = y1 - y2, dx2 = x3 - x2, dy2 = y3 - y2, sx = x0 - x1 + x2 - x3, sy = y0 - y1 + y2 - y3;
        var area = dx1 * dy2 - dx2 * dy1;
        Tensor g = (sx * dy2 - dx2 * sy) / area, h = (dx1 * sy - sx * dy1) / area;
        Tensor a = x1 - x0 + g * x1, b = x3 - x0 + h * x3, c = x0, d = y1 - y0 + g * y1, e = y3 - y0 + h * y3, f = y0;
        var last = a * e - b * d;
        return Tensor.Concat(
        [
            (e - f * h) / last * right, (c * h - b) / last * right, (b * f - c * e) / last * right,
            (f * g - d) / last * bottom, (a - c * g) / last * bottom, (c * d - a * f) / last * bottom,
            (d * h - e * g) / last, (b * g - a * h) / last,
        ], 1);
    }
}
