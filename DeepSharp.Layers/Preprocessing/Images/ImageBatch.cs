namespace DeepSharp.Layers;

/// <summary>Lets layers over batches of images take a single one too.</summary>
internal static class ImageBatch
{
    /// <summary>Applies a change of batches [batch, height, width, channels] to a batch, or to one image as a batch of one.</summary>
    /// <remarks>Integers become floating first; the arithmetic is done in float32 at least.</remarks>
    public static Tensor Apply(Layer layer, Tensor x, Func<Tensor, Tensor> change)
    {
        if (x.Rank is not (3 or 4))
            throw new ShapeMismatchException(
                $"{layer.TypeName} expects an image [height, width, channels] or a batch [batch, height, width, channels] but got shape {x.Shape}. "
                + "Reshape the input; grey images have one channel.");
        var images = x.Cast(DTypes.Promote(layer.ComputeDType, DType.Float32));
        var y = x.Rank == 4 ? change(images) : change(images.ExpandDims(0)).Squeeze(0);
        return y.Cast(layer.ComputeDType);
    }

    /// <summary>Rejects images whose channels are neither colors nor grey.</summary>
    public static void RequireColors(Layer layer, Tensor images)
    {
        if (images.Shape[3] is not (3 or Dim.Any))
            throw new ShapeMismatchException(
                $"{layer.TypeName} expects red, green and blue on the last axis but got {images.Shape[3]} channels: input shape is {images.Shape}.");
    }

    /// <summary>Rejects images whose height or width is not known.</summary>
    public static (int Height, int Width) RequireSize(Layer layer, Tensor images) => images.Shape[1] != Dim.Any && images.Shape[2] != Dim.Any
        ? (images.Shape[1], images.Shape[2])
        : throw new ShapeMismatchException($"{layer.TypeName} needs images of a known height and width but got shape {images.Shape}.");
}
