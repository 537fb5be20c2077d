namespace DeepSharp;

/// <summary>
/// Images read at any places: y[b, i, j, c] = x[b, r, s, c] at the row r and the column s that coordinates [b, i, j] name, counted in pixels from the
/// middle of the first one. Inputs: images [batch, height, width, channels] and coordinates [batch, rows, columns, 2].
/// </summary>
/// <remarks>
/// Between pixels the value is interpolated; pixels outside are those that <see cref="FillMode"/> puts there. Nearest rounds halves away from
/// zero. Places that are not finite read the fill value. The gradient goes to the images and, through the weights of Bilinear, to the coordinates.
/// </remarks>
/// <param name="Interpolation">Nearest or Bilinear.</param>
/// <param name="FillMode">What stands beyond the border.</param>
/// <param name="FillValue">The value beyond the border for <see cref="FillMode.Constant"/>.</param>
public sealed record MapCoordinatesOp(Interpolation Interpolation, FillMode FillMode = FillMode.Constant, double FillValue = 0) : Op
{
    /// <inheritdoc/>
    public override string Family => "Images";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (images, places) = (inputs[0], inputs[1]);
        ImageOperands.RequireBatch(Name, images);
        ImageOperands.RequireSampling(Name, Interpolation);
        ImageOperands.RequireType(Name, "coordinates", places, images);
        if (places.Shape.Rank != 4 || places.Shape[^1] != 2 || !places.Shape[..1].Matches(images.Shape[..1]))
            throw new ShapeMismatchException(
                $"[{Name}] expects coordinates [batch, rows, columns, 2] with the batch of the images {images.Shape} but got {places.Shape}.");
        if (images.Shape[1] == 0 || images.Shape[2] == 0)
            throw new ShapeMismatchException($"[{Name}] images without pixels cannot be read: {images.Shape}.");
        return [new([.. places.Shape.Dims[..3], images.Shape[3]], images.DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        Tensor row = x[1][TensorIndex.Ellipsis, 0], column = x[1][TensorIndex.Ellipsis, 1];
        if (Interpolation == Interpolation.Nearest) return [Read(x[0], Rounded(row), Rounded(column))];
        Tensor top = row.Floor(), left = column.Floor();
        Tensor down = (row - top).ExpandDims(-1), right = (column - left).ExpandDims(-1);
        var upper = Read(x[0], top, left) * (1 - right) + Read(x[0], top, left + 1) * right;
        var lower = Read(x[0], top + 1, left) * (1 - right) + Read(x[0], top + 1, left + 1) * right;
        return [upper * (1 - down) + lower * down];
    }

    private static Tensor Rounded(Tensor at) => (at.Abs() + 0.5).Floor() * at.Sign();

    /// <summary>The pixels at whole places.</summary>
    private Tensor Read(Tensor images, Tensor row, Tensor column)
    {
        var (batch, height, width, channels) = (images.Shape[0], images.Shape[1], images.Shape[2], images.Shape[3]);
        Tensor r = Inside(row, height), c = Inside(column, width);
        var first = Tensor.Arange(batch, images.Device).Reshape([batch, 1, 1]) * height;
        var pixels = images.Reshape([batch * height * width, channels]).Gather((first + r.Cast(DType.Int32)) * width + c.Cast(DType.Int32));
        if (FillMode != FillMode.Constant) return pixels;
        var fill = pixels.ScalarLike(FillValue);
        return Tensor.Where(Tensor.Equal(row, r).ExpandDims(-1), Tensor.Where(Tensor.Equal(column, c).ExpandDims(-1), pixels, fill), fill);
    }

    /// <summary>The pixel that stands at a place of an axis with n of them.</summary>
    private Tensor Inside(Tensor at, int n)
    {
        switch (FillMode)
        {
            case FillMode.Wrap: return at % n;
            case FillMode.Reflect:
                var turn = at % (2 * n);
                return Tensor.Minimum(turn, 2 * n - 1 - turn);
            case FillMode.Mirror:
                int period = Math.Max(1, 2 * (n - 1));
                var swing = at % period;
                return Tensor.Minimum(swing, period - swing);
            default: return at.Clip(0, n - 1);
        }
    }
}

public sealed partial class Tensor
{
    /// <summary>These images [batch, height, width, channels] read at any places.</summary>
    /// <param name="coordinates">[batch, rows, columns, 2]: the row and the column of each value of the result, in pixels.</param>
    /// <param name="interpolation">Nearest or Bilinear.</param>
    /// <param name="fillMode">What stands beyond the border.</param>
    /// <param name="fillValue">The value beyond the border for <see cref="FillMode.Constant"/>.</param>
    /// <returns>[batch, rows, columns, channels].</returns>
    /// <exception cref="ShapeMismatchException">The images or the coordinates have other axes, or there are no pixels.</exception>
    /// <exception cref="InvalidValueException">Another interpolation was asked for.</exception>
    public Tensor MapCoordinates(
        Tensor coordinates, Interpolation interpolation = Interpolation.Bilinear, FillMode fillMode = FillMode.Constant, double fillValue = 0)
    {
        var images = Fractional(this);
        return new MapCoordinatesOp(interpolation, fillMode, fillValue).Apply(images, coordinates.Cast(images.DType));
    }
}
