namespace DeepSharp;

public sealed partial class LabelledImages
{
    /// <summary>Joins an IDX array of images with one of labels, the form in which MNIST and its relatives come.</summary>
    /// <param name="images">UInt8, [count, height, width] or [count, height, width, channels].</param>
    /// <param name="labels">UInt8, [count].</param>
    /// <param name="classNames">Name of each class; by default "0", "1", … up to the largest label.</param>
    /// <returns>The images; the pixels are not copied.</returns>
    /// <exception cref="ArgumentException">An array has the wrong type or rank, or the two do not fit together.</exception>
    public static LabelledImages FromIdx(IdxArray images, IdxArray labels, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.ElementType != IdxElementType.UInt8 || images.Dimensions.Count is not (3 or 4))
            throw new ArgumentException($"FromIdx expects UInt8 images of 3 or 4 dimensions but got {images}.", nameof(images));
        if (labels.ElementType != IdxElementType.UInt8 || labels.Dimensions.Count != 1)
            throw new ArgumentException($"FromIdx expects UInt8 labels of 1 dimension but got {labels}.", nameof(labels));
        if (images.Dimensions[0] != labels.Dimensions[0])
            throw new ArgumentException(
                $"FromIdx got {images.Dimensions[0]} images but {labels.Dimensions[0]} labels; take both files from the same set.");
        var channels = images.Dimensions.Count == 4 ? images.Dimensions[3] : 1;
        return new LabelledImages(images.Values<byte>(), Array.ConvertAll(labels.Values<byte>(), b => (int)b),
            images.Dimensions[1], images.Dimensions[2], channels, classNames);
    }
}
