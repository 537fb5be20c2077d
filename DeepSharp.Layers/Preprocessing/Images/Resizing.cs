namespace DeepSharp.Layers;

/// <summary>Brings images to a given size.</summary>
/// <remarks>
/// Samples lie at half-integer places, as in <see cref="Tensor.Resize"/>. Takes a batch [batch, height, width, channels] or one image
/// [height, width, channels]. Images of integers stay integers: results are rounded to the nearest one, and bytes held within 0 to 255.
/// </remarks>
/// <param name="height">The new height.</param>
/// <param name="width">The new width.</param>
/// <param name="interpolation">How values between pixels are made.</param>
/// <param name="cropToAspectRatio">Keeps the proportions: the largest part in the middle that has the new ones is resized.</param>
/// <param name="padToAspectRatio">Keeps the proportions: borders are added first.</param>
/// <param name="fillMode">What stands in such borders: Constant.</param>
/// <param name="fillValue">The value in such borders.</param>
/// <param name="antialias">Whether images that shrink are smoothed, so that each new pixel sees all those it stands for.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class Resizing(
    int height, int width, Interpolation interpolation = Interpolation.Bilinear, bool cropToAspectRatio = false, bool padToAspectRatio = false,
    FillMode fillMode = FillMode.Constant, double fillValue = 0, bool antialias = false) : Layer
{
    /// <summary>The new height.</summary>
    public int Height { get; } = CropBox.Length("Resizing", "height", height);

    /// <summary>The new width.</summary>
    public int Width { get; } = CropBox.Length("Resizing", "width", width);

    /// <summary>Keeps the proportions by adding borders.</summary>
    public bool PadToAspectRatio { get; } = !(padToAspectRatio && cropToAspectRatio)
        ? padToAspectRatio
        : throw new InvalidValueException("Resizing can keep the proportions by cropping or by padding, but both were asked for.");

    /// <summary>What stands in added borders.</summary>
    public FillMode FillMode { get; } = fillMode == FillMode.Constant
        ? fillMode
        : throw new InvalidValueException($"Resizing fills borders with Constant but {fillMode} was asked for.");

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        var y = ImageBatch.Apply(this, x, Resize);
        return x.DType.IsFloating ? y : (x.DType == DType.UInt8 ? y.Round().Clip(0, 255) : y.Round()).Cast(x.DType);
    }

    private Tensor Resize(Tensor images)
    {
        if (CropToAspectRatio || PadToAspectRatio) _ = ImageBatch.RequireSize(this, images);
        if (CropToAspectRatio) images = CropBox.ToProportions(images, Height, Width);
        if (PadToAspectRatio)
        {
            var (h, w) = (images.Shape[1], images.Shape[2]);
            int above = (Math.Max(h, (int)((double)w * Height / Width)) - h) / 2, left = (Math.Max(w, (int)((double)h * Width / Height)) - w) / 2;
            // Borders are added along one axis only: rounding could make a second one of a pixel.
            if (above > 0) left = 0;
            images = images.Pad([default, (above, above), (left, left)], value: FillValue);
        }
        return images.Resize([Height, Width], Interpolation, Antialias);
    }
}
