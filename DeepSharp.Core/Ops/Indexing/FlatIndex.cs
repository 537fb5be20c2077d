namespace DeepSharp;

/// <summary>The places of coordinates in a row-major grid: [.., k] coordinates give [..] places as int64. No gradient.</summary>
/// <param name="Grid">The lengths of the k axes.</param>
public sealed record FlatIndexOp(Shape Grid) : Op
{
    /// <inheritdoc/>
    public override string Family => "Indexing";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Indices.RequireIntegers(Name, inputs[0].DType);
        var shape = inputs[0].Shape;
        if (shape.Rank == 0 || shape[^1] != Grid.Rank)
            throw new ShapeMismatchException(
                $"[flat_index] expects coordinates of shape [.., {Grid.Rank}] for the grid {Grid} but got {shape}.");
        return [new(shape[..^1], DType.Int64)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null];

    /// <summary>Cuts a shape into the axes that coordinates name and the rest.</summary>
    internal static (Shape Grid, Shape Row) Cut(Shape shape, Shape indices, string who)
    {
        if (indices.Rank == 0 || indices[^1] < 1 || indices[^1] > shape.Rank)
            throw new ShapeMismatchException(
                $"[{who}] expects indices of shape [.., k] with k from 1 to the {shape.Rank} axes of {shape} but got {indices}.");
        return (shape[..indices[^1]], shape[indices[^1]..]);
    }

    /// <summary>The shape of an array seen as one row per place of the grid.</summary>
    internal static Shape Rows(Shape grid, Shape row) => [grid.IsKnown ? checked((int)grid.Count) : Dim.Any, .. row.Dims];

    /// <summary>Checks that there is one value, of the row's shape, for each coordinate.</summary>
    internal static void RequireValues(Shape indices, Shape values, Shape row, string who)
    {
        var expected = indices[..^1].Concat(row);
        if (!values.Matches(expected))
            throw new ShapeMismatchException($"[{who}] indices of shape {indices} need values of shape {expected} but got {values}.");
    }
}
