namespace DeepSharp.Layers;

/// <summary>Cuts a window of a given size out of the middle of images.</summary>
/// <remarks>
/// Images smaller than the window along an axis are cut to the largest part in the middle that has the window's proportions, and that part is resized
/// (Bilinear). Takes a batch [batch, height, width, channels] or one image [height, width, channels]; results are floating.
/// </remarks>
/// <param name="height">The window's height.</param>
/// <param name="width">The window's width.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class CenterCrop(int height, int width) : Layer
{
    /// <summary>The window's height.</summary>
    public int Height { get; } = CropBox.Length("CenterCrop", "height", height);

    /// <summary>The window's width.</summary>
    public int Width { get; } = CropBox.Length("CenterCrop", "width", width);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => ImageBatch.Apply(this, x, images =>
    {
        var (h, w) = ImageBatch.RequireSize(this, images);
        return h >= Height && w >= Width
            ? CropBox.At(images, (h - Height) / 2, (w - Width) / 2, Height, Width)
            : CropBox.ToProportions(images, Height, Width).Resize([Height, Width]);
    });
}
