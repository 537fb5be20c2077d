namespace DeepSharp;

/// <summary>Zeros with updates added at the positions of an axis that an index tensor names; the reverse of <see cref="GatherOp"/>.</summary>
/// <param name="Axis">The axis of the output, from the front.</param>
/// <param name="Length">The output's length along it.</param>
/// <param name="FromEnd">Whether negative indices count from the end; otherwise they are out of range.</param>
/// <remarks>
/// Inputs: indices, and updates with the indices' axes in place of the axis. Updates of one position are added in their order,
/// so that results do not depend on the number of threads.
/// </remarks>
public sealed record ScatterAddOp(int Axis, int Length, bool FromEnd = true) : Op
{
    /// <inheritdoc/>
    public override string Family => "Indexing";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (indices, updates) = (inputs[0], inputs[1]);
        Indices.RequireIntegers(Name, indices.DType);
        Domains.Require(Name, FnDomain.Numeric, updates.DType);
        int end = Axis + indices.Shape.Rank;
        if (updates.Shape.Rank < end || !updates.Shape[Axis..end].Matches(indices.Shape))
            throw new ShapeMismatchException(
                $"[scatter_add] updates of shape {updates.Shape} must have the axes {indices.Shape} of the indices from axis {Axis} on.");
        return [new([.. updates.Shape.Dims[..Axis], Length, .. updates.Shape.Dims[end..]], updates.DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null, s.Needs(1) ? s.Dy.Gather(s.X, Axis) : null];
}

public sealed partial class Tensor
{
    /// <summary>This tensor with updates added at the positions of an axis that an index tensor names.</summary>
    /// <param name="indices">int32 or int64; negative ones count from the end. A position named several times gets the sum.</param>
    /// <param name="updates">This tensor's shape with the indices' axes in place of the axis.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">The updates' shape does not fit.</exception>
    /// <exception cref="InvalidValueException">An index is outside the axis.</exception>
    public Tensor ScatterAdd(Tensor indices, Tensor updates, int axis = 0)
    {
        int at = Shape.Axis(axis, "scatter_add");
        var sums = new ScatterAddOp(at, Shape[at]).Apply(indices, updates);
        return sums.Shape.Matches(Shape)
            ? this + sums
            : throw new ShapeMismatchException(
                $"[scatter_add] updates of shape {updates.Shape} for indices of shape {indices.Shape} do not fit {Shape} along axis {at}.");
    }

    /// <summary>An array that is zero but for values at given coordinates; values of equal coordinates are added.</summary>
    /// <param name="indices">int32 or int64 [.., k]: coordinates along the first k axes; negative ones count from the end.</param>
    /// <param name="values">[.., rest of the shape].</param>
    /// <param name="shape">The shape of the result.</param>
    /// <exception cref="ShapeMismatchException">Indices, values and shape do not fit each other.</exception>
    /// <exception cref="InvalidValueException">A coordinate is outside its axis.</exception>
    public static Tensor Scatter(Tensor indices, Tensor values, Shape shape)
    {
        var (grid, row) = FlatIndexOp.Cut(shape, indices.Shape, "scatter");
        FlatIndexOp.RequireValues(indices.Shape, values.Shape, row, "scatter");
        return new ScatterAddOp(0, checked((int)grid.Count)).Apply(new FlatIndexOp(grid).Apply(indices), values).Reshape(shape);
    }
}
