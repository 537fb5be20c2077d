namespace DeepSharp.Layers;

/// <summary>Random windows in images, one for each.</summary>
internal static class PixelWindow
{
    /// <summary>Draws windows of given lengths, as parts of the images' own, anywhere inside.</summary>
    /// <param name="images">The images.</param>
    /// <param name="height">The windows' heights as parts of the images', [batch, 1, 1, 1].</param>
    /// <param name="width">The windows' widths.</param>
    /// <param name="generator">Where the places are drawn from.</param>
    /// <returns>Which pixels lie inside, [batch, height, width, 1], and the windows' areas as part of the images', [batch, 1, 1, 1].</returns>
    public static (Tensor Inside, Tensor Area) Draw(Tensor images, Tensor height, Tensor width, SeedGenerator generator)
    {
        var across = Along(images, 2, width, generator);
        var down = Along(images, 1, height, generator);
        return (Both(across, down), width * height);
    }

    private static Tensor Along(Tensor images, int axis, Tensor part, SeedGenerator generator)
    {
        int n = images.Shape[axis];
        var length = part * n;
        var start = Tensor.RandomUniform([images.Shape[0], 1, 1, 1], 0, 1, images.DType, generator) * (n - length);
        var place = Tensor.Arange(0, n, 1, images.DType, images.Device).Reshape(axis == 1 ? [1, n, 1, 1] : [1, 1, n, 1]);
        return Both(place >= start, place < start + length);
    }

    private static Tensor Both(Tensor a, Tensor b) => Tensor.Where(a, b, Tensor.Zeros([], DType.Bool, b.Device));
}
