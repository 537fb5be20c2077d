namespace DeepSharp;

/// <summary>x with the rows that an index vector names replaced; of several updates of one row the last stands.</summary>
/// <remarks>Inputs: x [n, ..], indices [m] int32 or int64, updates [m, ..].</remarks>
public sealed record ScatterUpdateOp : Op
{
    /// <inheritdoc/>
    public override string Family => "Indexing";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (x, indices, updates) = (inputs[0], inputs[1], inputs[2]);
        Indices.RequireIntegers(Name, indices.DType);
        if (x.DType != updates.DType)
            throw new DTypeMismatchException($"[scatter_update] element types differ: {x} and updates {updates}. Cast one of them.");
        if (x.Shape.Rank == 0 || indices.Shape.Rank != 1 || !updates.Shape.Matches(indices.Shape.Concat(x.Shape[1..])))
            throw new ShapeMismatchException(
                $"[scatter_update] expects x [n, ..], indices [m] and updates [m, ..] but got {x.Shape}, {indices.Shape} and {updates.Shape}.");
        return [x];
    }

    /// <inheritdoc/>
    /// <remarks>Only the update that stands gets a gradient: each row is asked for the number of its last update.</remarks>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var (x, indices, updates) = (s.Xs[0], s.Xs[1], s.Xs[2]);
        Tensor? dx = s.Needs(0) ? Apply(s.Dy, indices, Tensor.Zeros(updates.Shape, updates.DType, updates.Device)) : null;
        if (!s.Needs(2)) return [dx, null, null];
        var number = indices.Positions(indices.Shape[0]);
        var last = Apply(Tensor.Zeros([x.Shape[0]], DType.Int32, x.Device), indices, number).Gather(indices);
        var stands = Tensor.Equal(last, number);
        for (int i = 1; i < x.Rank; i++) stands = stands.ExpandDims(-1);
        return [dx, null, Tensor.Where(stands, s.Dy.Gather(indices), s.Dy.ScalarLike(0))];
    }
}

public sealed partial class Tensor
{
    /// <summary>This tensor with the values at given coordinates replaced; of several for one coordinate the last stands.</summary>
    /// <param name="indices">int32 or int64 [.., k]: coordinates along the first k axes; negative ones count from the end.</param>
    /// <param name="updates">[.., rest of this tensor's shape]; cast to this tensor's element type.</param>
    /// <exception cref="ShapeMismatchException">Indices and updates do not fit this tensor.</exception>
    /// <exception cref="InvalidValueException">A coordinate is outside its axis.</exception>
    public Tensor ScatterUpdate(Tensor indices, Tensor updates)
    {
        var (grid, row) = FlatIndexOp.Cut(Shape, indices.Shape, "scatter_update");
        FlatIndexOp.RequireValues(indices.Shape, updates.Shape, row, "scatter_update");
        var places = new FlatIndexOp(grid).Apply(indices).Reshape(Dim.Any);
        var rows = updates.Cast(DType).Reshape(FlatIndexOp.Rows(places.Shape, row));
        return new ScatterUpdateOp().Apply(Reshape(FlatIndexOp.Rows(grid, row)), places, rows).Reshape(Shape);
    }
}
