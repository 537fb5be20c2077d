namespace DeepSharp.Layers;

/// <summary>In training, covers a random window of images with noise or with a fixed value.</summary>
/// <remarks>The window's height and width are √s of the image's, with s drawn for each. Zhong et al. 2017.</remarks>
/// <param name="factor">The probability of a change, 0 to 1: drawn from a range, or f for 0 to f; 1 if null.</param>
/// <param name="scale">s, 0 to 1, in the same form; (0.02, 0.33) if null.</param>
/// <param name="fillValue">What covers the window: a number, or one for each of three channels; if null, random normal numbers times the upper end of
/// the value range.</param>
/// <param name="valueRange">The values pixels can have, which what covers the window is held within; (0, 255) if null.</param>
/// <param name="seed">Makes the changes repeatable; a new seed is taken if null.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("bounding_box_format")]
public sealed partial class RandomErasing(
    [DefaultsTo("1")] Factor? factor = null, [DefaultsTo("(0.02, 0.33)")] Factor? scale = null, Numbers? fillValue = null,
    [DefaultsTo("(0, 255)")] ValueRange? valueRange = null, int? seed = null) : RandomImageLayer(seed)
{
    /// <summary>The probability of a change.</summary>
    public Factor Factor { get; } = (factor ?? 1).Within("RandomErasing", "factor", 0, 1);

    /// <summary>The squares of the window's height and width as parts of the image's.</summary>
    public Factor Scale { get; } = (scale ?? (0.02, 0.33)).Within("RandomErasing", "scale", 0, 1);

    /// <summary>What covers the window; noise if null.</summary>
    public Numbers? FillValue { get; } = fillValue is not { } given || given.Count is 1 or 3
        ? fillValue
        : throw new InvalidValueException($"RandomErasing expects a fill value of one number or three, one for each channel, but got {given}.");

    private protected override void RequireImages(Tensor images)
    {
        if (FillValue?.Count == 3) ImageBatch.RequireColors(this, images);
    }

    internal override Tensor Change(Tensor images, SeedGenerator generator)
    {
        var (inside, _) = PixelWindow.Draw(images, Draw(images, generator, Scale.FromZero).Sqrt(), Draw(images, generator, Scale.FromZero).Sqrt(), generator);
        var chosen = Chance(images, generator, Factor.FromZero);
        var cover = FillValue is { } fill ? fill.ToTensor(images.DType, images.Device)
            : Tensor.RandomNormal(images.Shape, dtype: images.DType, seed: generator) * ValueRange.High;
        return Tensor.Where(chosen, Tensor.Where(inside, ValueRange.Hold(cover), images), images);
    }
}
