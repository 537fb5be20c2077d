namespace DeepSharp;

/// <summary>The positions of an axis that an index tensor names: y[.., i.., ..] = x[.., indices[i..], ..].</summary>
/// <param name="Axis">The axis, from the front or, negative, from the end; the indices' axes take its place.</param>
/// <param name="FromEnd">Whether negative indices count from the end; otherwise they are errors.</param>
public sealed record GatherOp(int Axis, bool FromEnd = true) : Op
{
    /// <inheritdoc/>
    public override string Family => "Indexing";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (x, indices) = (inputs[0], inputs[1]);
        int axis = x.Shape.Axis(Axis, Name);
        Indices.RequireIntegers(Name, indices.DType);
        return [new([.. x.Shape.Dims[..axis], .. indices.Shape.Dims, .. x.Shape.Dims[(axis + 1)..]], x.DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        if (!s.Needs(0)) return [null, null];
        int axis = s.X.Shape.Axis(Axis, Name);
        var sums = new ScatterAddOp(axis, s.X.Shape[axis]).Apply(s.Xs[1], s.Dy);
        if (axis == 0) sums.RowIds = [s.Xs[1]];
        return [sums, null];
    }
}

/// <summary>The checks shared by ops that take indices.</summary>
internal static class Indices
{
    public static void RequireIntegers(string op, DType dtype)
    {
        if (dtype is DType.Int32 or DType.Int64) return;
        throw new DTypeMismatchException(
            $"[{op}] indices must be int32 or int64 but are {dtype.KerasName}. Cast them, for example indices.Cast(DType.Int32).");
    }
}

public sealed partial class Tensor
{
    /// <summary>The positions of an axis that an index tensor names (Keras' <c>take</c>); rows of a table when the axis is the first.</summary>
    /// <param name="indices">int32 or int64 of any shape, which takes the axis' place; negative ones count from the end.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <exception cref="DTypeMismatchException">The indices are no integers.</exception>
    /// <exception cref="InvalidValueException">An index is outside the axis.</exception>
    public Tensor Gather(Tensor indices, int axis = 0) => new GatherOp(Shape.Axis(axis, "gather")).Apply(this, indices);

    /// <summary>The elements at coordinates: y[i..] = x[indices[i.., 0], indices[i.., 1], ..].</summary>
    /// <param name="indices">int32 or int64 [.., k]: coordinates along the first k axes; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">The coordinates are more than there are axes.</exception>
    /// <exception cref="InvalidValueException">A coordinate is outside its axis.</exception>
    public Tensor GatherNd(Tensor indices)
    {
        var (grid, row) = FlatIndexOp.Cut(Shape, indices.Shape, "gather_nd");
        return Reshape(FlatIndexOp.Rows(grid, row)).Gather(new FlatIndexOp(grid).Apply(indices));
    }
}
