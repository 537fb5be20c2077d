namespace DeepSharp;

/// <summary>Class numbers as indicator vectors: y[.., c] = 1 where x = c, else 0; numbers outside the classes give zeros. No gradient.</summary>
/// <param name="Depth">The number of classes.</param>
/// <param name="Axis">The new axis' place; negative ones count from the new end.</param>
/// <param name="DType">The element type of the result.</param>
public sealed record OneHotOp(int Depth, int Axis = -1, DType DType = DType.Float32) : Op
{
    /// <inheritdoc/>
    public override string Family => "Indexing";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        Indices.RequireIntegers(Name, x[0].DType);
        if (Depth < 0) throw new InvalidValueException($"[one_hot] the number of classes must be zero or more but is {Depth}.");
        var column = x[0].ExpandDims(Axis);
        int at = column.Shape.Axis(Axis, Name);
        var classes = x[0].Positions(Depth);
        for (int after = at + 1; after < column.Rank; after++) classes = classes.ExpandDims(-1);
        return [Tensor.Equal(column, classes).Cast(DType)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Class numbers as indicator vectors: y[.., c] = 1 where x = c, else 0; numbers outside the classes give zeros.</summary>
    /// <param name="depth">The number of classes.</param>
    /// <param name="axis">The new axis' place; negative ones count from the new end.</param>
    /// <param name="dtype">The element type of the result.</param>
    /// <exception cref="DTypeMismatchException">This tensor holds no integers.</exception>
    public Tensor OneHot(int depth, int axis = -1, DType dtype = DType.Float32) =>
        new OneHotOp(depth, axis, dtype).Apply(DType is DType.Bool or DType.UInt8 ? Cast(DType.Int32) : this);
}
