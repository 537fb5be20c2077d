namespace DeepSharp.Layers;

/// <summary>In training, cuts a window of a given size out of each image at a random place; otherwise out of the middle.</summary>
/// <remarks>
/// In training, an image not larger than the window along both axes, and at any other time every image, is cut to the largest part in the middle that
/// has the window's proportions, and that part is resized (Bilinear).
/// </remarks>
/// <param name="height">The window's height.</param>
/// <param name="width">The window's width.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomCrop(int height, int width, int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>The window's height.</summary>
    public int Height { get; } = CropBox.Length("RandomCrop", "height", height);

    /// <summary>The window's width.</summary>
    public int Width { get; } = CropBox.Length("RandomCrop", "width", width);

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        int down = images.Shape[1] - Height, across = images.Shape[2] - Width;
        if (down <= 0 || across <= 0) return Rest(images);
        var y = Draw(images, generator, (0, down + 1)).Floor();
        var x = Draw(images, generator, (0, across + 1)).Floor();
        var maps = PixelMap.Affine(images, [1, 0, x], [0, 1, y]);
        return images.ProjectiveTransform(maps, Interpolation.Nearest, FillMode.Nearest, size: [Height, Width]);
    }

    private protected override Tensor Rest(Tensor images)
    {
        _ = ImageBatch.RequireSize(this, images);
        return CropBox.ToProportions(images, Height, Width).Resize([Height, Width]);
    }
}
