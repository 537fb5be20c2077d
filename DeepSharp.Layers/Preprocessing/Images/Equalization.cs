namespace DeepSharp.Layers;

/// <summary>Spreads the values of each channel of each image evenly over the value range: every value becomes the share of pixels below it.</summary>
/// <remarks>
/// A pixel in bin k becomes (c(k) − c₀) / (n − c₀) of the range, in 255ths, with c(k) the number of the n pixels in bins up to k and c₀ that of the lowest
/// bin in use. Channels with a single bin in use stay as they are. Works in training and at any other time, on a batch or on one image.
/// </remarks>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="bins">The number of bins.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class Equalization([DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int bins = 256) : Layer
{
    /// <summary>The number of bins.</summary>
    public int Bins { get; } = bins >= 2 ? bins : throw new InvalidValueException($"Equalization expects at least 2 bins but got {bins}.");

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) =>
        // Counting needs the number of images, which symbols do not tell; the shape stays.
        ImageBatch.Apply(this, x, images => images.Shape.IsKnown ? Change(images, ValueRange, Bins) : images);

    internal static Tensor Change(Tensor images, ValueRange range, int bins)
    {
        var bytes = range.MoveTo((0, 255), images);
        var bin = (bytes * ((bins - 1) / 255.0)).Clip(0, bins - 1).Cast(DType.Int32);
        var counts = BinCounts.OfChannels(bin, bins);
        var below = counts.CumSum(1).Cast(images.DType);
        int pixels = images.Shape[1] * images.Shape[2];
        var first = Tensor.Where(below > 0, below, below.ScalarLike(pixels)).Min(1, keepDims: true);
        var table = ((below - first) * (255 / (pixels - first).Maximum(1))).Round();
        var spread = BinCounts.LookUp(table, bin);
        var used = counts.Cast(DType.Bool).Cast(DType.Int32).Sum(1) > 1;
        return Tensor.Where(used.Reshape([images.Shape[0], 1, 1, images.Shape[3]]), new ValueRange(0, 255).MoveTo(range, spread), images);
    }
}
