namespace DeepSharp;

/// <summary>
/// Images read through a projective map: the output pixel (x, y) is read at ((a₀x + a₁y + a₂) / k, (b₀x + b₁y + b₂) / k) with k = c₀x + c₁y + 1.
/// Inputs: images [batch, height, width, channels] and maps [batch, 8] or [1, 8], each a₀ a₁ a₂ b₀ b₁ b₂ c₀ c₁.
/// </summary>
/// <remarks>
/// Maps with c₀ = c₁ = 0 are affine. As TensorFlow's ImageProjectiveTransform, but <see cref="FillMode.Wrap"/> interpolates across the seam
/// and has the image's length as period, as in NumPy.
/// </remarks>
/// <param name="Interpolation">Nearest or Bilinear.</param>
/// <param name="FillMode">What stands beyond the border.</param>
/// <param name="FillValue">The value beyond the border for <see cref="FillMode.Constant"/>.</param>
/// <param name="Size">Height and width of the result; the input's if empty.</param>
public sealed record ProjectiveTransformOp(
    Interpolation Interpolation, FillMode FillMode = FillMode.Constant, double FillValue = 0, EquatableArray<int> Size = default) : Op
{
    /// <inheritdoc/>
    public override string Family => "Images";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (images, maps) = (inputs[0], inputs[1]);
        ImageOperands.RequireBatch(Name, images);
        ImageOperands.RequireSampling(Name, Interpolation);
        ImageOperands.RequireType(Name, "maps", maps, images);
        if (maps.Shape.Rank != 2 || maps.Shape[1] != 8 || maps.Shape[0] != 1 && !maps.Shape[..1].Matches(images.Shape[..1]))
            throw new ShapeMismatchException($"[{Name}] expects maps [batch, 8] or [1, 8] for the images {images.Shape} but got {maps.Shape}.");
        if (images.Shape[1] == 0 || images.Shape[2] == 0)
            throw new ShapeMismatchException($"[{Name}] images without pixels cannot be read: {images.Shape}.");
        if (Size.Count is not (0 or 2)) throw new InvalidValueException($"[{Name}] expects a size of height and width but got {Size}.");
        foreach (int length in Size.Span)
            if (length < 1) throw new InvalidValueException($"[{Name}] expects a size of at least 1 along each axis but got {Size}.");
        var (height, width) = SizeFor(images.Shape);
        return [new([images.Shape[0], height, width, images.Shape[3]], images.DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (images, maps) = (x[0], x[1]);
        var (height, width) = SizeFor(images.Shape);
        var column = Tensor.Arange(0, width, 1, images.DType, images.Device).Reshape([1, 1, width]);
        var row = Tensor.Arange(0, height, 1, images.DType, images.Device).Reshape([1, height, 1]);
        Tensor Term(int i) => maps.Slice(1, i..(i + 1)).ExpandDims(-1);
        var depth = Term(6) * column + Term(7) * row + 1;
        var across = (Term(0) * column + Term(1) * row + Term(2)) / depth;
        var down = (Term(3) * column + Term(4) * row + Term(5)) / depth;
        var places = Tensor.Stack([down, across], -1).BroadcastTo([images.Shape[0], height, width, 2]);
        return [new MapCoordinatesOp(Interpolation, FillMode, FillValue).Apply(images, places)];
    }

    private (int Height, int Width) SizeFor(Shape images) => Size.Count == 0 ? (images[1], images[2]) : (Size[0], Size[1]);
}

public sealed partial class Tensor
{
    /// <summary>These images [batch, height, width, channels] read through projective maps.</summary>
    /// <param name="transforms">[batch, 8] or [1, 8]: a₀ a₁ a₂ b₀ b₁ b₂ c₀ c₁, which take the pixel (x, y) of the result to the place in the input.</param>
    /// <param name="interpolation">Nearest or Bilinear.</param>
    /// <param name="fillMode">What stands beyond the border.</param>
    /// <param name="fillValue">The value beyond the border for <see cref="FillMode.Constant"/>.</param>
    /// <param name="size">Height and width of the result; the input's if not given.</param>
    /// <returns>[batch, height, width, channels].</returns>
    /// <exception cref="ShapeMismatchException">The images or the maps have other axes, or there are no pixels.</exception>
    /// <exception cref="InvalidValueException">Another interpolation was asked for, or a length is below one.</exception>
    public Tensor ProjectiveTransform(
        Tensor transforms, Interpolation interpolation = Interpolation.Bilinear, FillMode fillMode = FillMode.Constant, double fillValue = 0,
        EquatableArray<int> size = default)
    {
        var images = Fractional(this);
        return new ProjectiveTransformOp(interpolation, fillMode, fillValue, size).Apply(images, transforms.Cast(images.DType));
    }
}
