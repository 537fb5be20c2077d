namespace DeepSharp.Layers;

/// <summary>Stretches the contrast of each channel of each image: its smallest value becomes the lower end of the value range, its largest the upper.</summary>
/// <remarks>Channels of one value stay as they are. Works in training and at any other time. Takes a batch [batch, height, width, channels] or one
/// image.</remarks>
/// <param name="valueRange">The values pixels can have; (0, 255) if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class AutoContrast([DefaultsTo("(0, 255)")] ValueRange? valueRange = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => ImageBatch.Apply(this, x, images => Change(images, ValueRange));

    internal static Tensor Change(Tensor images, ValueRange range)
    {
        Tensor least = images.Min((int[])[1, 2], keepDims: true), span = images.Max((int[])[1, 2], keepDims: true) - least;
        var stretched = (images - least) * ((range.High - range.Low) / Tensor.Where(span > 0, span, images.ScalarLike(1))) + range.Low;
        return Tensor.Where(span > 0, range.Hold(stretched), images);
    }
}
