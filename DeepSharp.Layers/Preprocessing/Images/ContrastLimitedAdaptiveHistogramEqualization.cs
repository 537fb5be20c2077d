namespace DeepSharp.Layers;

/// <summary>Spreads the values of each channel evenly over the value range, each part of the image by its own histogram (CLAHE).</summary>
/// <remarks>
/// The image, mirrored at its lower and right edge to whole tiles, is cut into a grid. A tile's histogram of 256 bins is cut off at
/// clipLimit · pixels / 256, the rest shared out evenly, and its running sum becomes the tile's table as in <see cref="Equalization"/>. A pixel takes the
/// tables of the four tiles around it, weighted by the distances to their middles. Works in training and at any other time, on a batch or on one image.
/// K. Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV, 1994.
/// </remarks>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
/// <param name="clipLimit">The most that a bin may hold, in multiples of the even share; no limit at zero or below.</param>
/// <param name="tileGridSize">The number of tiles down and across; (8, 8) if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class ContrastLimitedAdaptiveHistogramEqualization(
    [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, double clipLimit = 4, [DefaultsTo("8")] Size2D? tileGridSize = null) : Layer
{
    private const int Bins = 256;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => ImageBatch.Apply(this, x, images =>
    {
        // Counting needs the number of images, which symbols do not tell; the shape stays.
        if (!images.Shape.IsKnown) return images;
        var (batch, height, width, channels) = (images.Shape[0], images.Shape[1], images.Shape[2], images.Shape[3]);
        var (rows, columns) = (TileGridSize.H, TileGridSize.W);
        int tileHeight = (height + rows - 1) / rows, tileWidth = (width + columns - 1) / columns;
        var padded = MirrorEnd(MirrorEnd(ValueRange.MoveTo((0, 255), images), 1, tileHeight * rows), 2, tileWidth * columns);
        var bin = padded.Clip(0, 255).Cast(DType.Int32);
        // Tiles become images of their own: [batch · rows · columns, tile height, tile width, channels].
        var tiles = bin.Reshape([batch, rows, tileHeight, columns, tileWidth, channels]).Transpose((int[])[0, 1, 3, 2, 4, 5])
            .Reshape([batch * rows * columns, tileHeight, tileWidth, channels]);
        var tables = Tables(BinCounts.OfChannels(tiles, Bins).Cast(images.DType), tileHeight * tileWidth).Reshape([batch * rows * columns * channels * Bins]);

        var (above, below, down) = Neighbours(tileHeight, rows, 1, images);
        var (left, right, across) = Neighbours(tileWidth, columns, 2, images);
        var image = Tensor.Arange(batch, images.Device).Reshape([batch, 1, 1, 1]);
        var channel = Tensor.Arange(channels, images.Device).Reshape([1, 1, 1, channels]);
        Tensor Value(Tensor row, Tensor column) => tables.Gather((((image * rows + row) * columns + column) * channels + channel) * Bins + bin);
        var upper = Value(above, left) * (1 - across) + Value(above, right) * across;
        var lower = Value(below, left) * (1 - across) + Value(below, right) * across;
        return new ValueRange(0, 255).MoveTo(ValueRange, CropBox.At(upper * (1 - down) + lower * down, 0, 0, height, width));
    });

    /// <summary>What each bin becomes, from the counts [tables, bins].</summary>
    private Tensor Tables(Tensor counts, int pixels)
    {
        if (ClipLimit > 0)
        {
            var kept = counts.Minimum(ClipLimit * pixels / Bins);
            counts = kept + (counts - kept).Sum(1, keepDims: true) / Bins;
        }
        var below = counts.CumSum(1);
        var first = below.Slice(1, ..1);
        var rest = pixels - first;
        return ((below - first) * (255 / Tensor.Where(rest.Equal(0), rest.ScalarLike(1), rest))).Clip(0, 255);
    }

    /// <summary>For each pixel of an axis the tiles whose middles lie before and after it, and how far it is on the way between them.</summary>
    private static (Tensor Before, Tensor After, Tensor Part) Neighbours(int tile, int count, int axis, Tensor images)
    {
        int n = tile * count;
        var (before, after, part) = (new int[n], new int[n], new double[n]);
        for (int i = 0; i < n; i++)
        {
            double place = (i - tile / 2.0) / tile;
            int at = (int)Math.Floor(place);
            (before[i], after[i], part[i]) = (Math.Clamp(at, 0, count - 1), Math.Clamp(at + 1, 0, count - 1), place - at);
        }
        Shape shape = axis == 1 ? [1, n, 1, 1] : [1, 1, n, 1];
        return (Tensor.From(before, shape, images.Device), Tensor.From(after, shape, images.Device),
            Tensor.From(part, shape, images.Device).Cast(images.DType));
    }

    /// <summary>Lengthens an axis by its mirror image, again and again where one is not enough.</summary>
    private static Tensor MirrorEnd(Tensor images, int axis, int length)
    {
        int n = images.Shape[axis];
        return length == n ? images : images.Gather(
            Tensor.From([.. Enumerable.Range(0, length).Select(i => i % (2 * n) < n ? i % (2 * n) : 2 * n - 1 - i % (2 * n))], images.Device), axis);
    }
}
