namespace DeepSharp.Layers;

/// <summary>The windows that layers cut out of the middle of images.</summary>
internal static class CropBox
{
    /// <summary>Rejects a length below one.</summary>
    public static int Length(string who, string what, int length) =>
        length >= 1 ? length : throw new InvalidValueException($"{who} expects a {what} of at least 1 pixel but got {length}.");

    /// <summary>The largest part in the middle of images that has the proportions of a size.</summary>
    public static Tensor ToProportions(Tensor images, int height, int width)
    {
        int h = images.Shape[1], w = images.Shape[2];
        int partHeight = Math.Clamp((int)((double)w * height / width), 1, h), partWidth = Math.Clamp((int)((double)h * width / height), 1, w);
        return At(images, (h - partHeight) / 2, (w - partWidth) / 2, partHeight, partWidth);
    }

    /// <summary>A window of images.</summary>
    public static Tensor At(Tensor images, int top, int left, int height, int width) =>
        (height, width) == (images.Shape[1], images.Shape[2]) ? images : images.Slice(1, top..(top + height)).Slice(2, left..(left + width));
}
