namespace DeepSharp;

/// <summary>The last two axes with zeros on one side of a diagonal.</summary>
/// <param name="Upper">Keeps the part above the diagonal, else the part below; the diagonal itself is kept.</param>
/// <param name="Diagonal">Which diagonal: 0 is the main one, positive ones lie above.</param>
public sealed record TriangleOp(bool Upper, int Diagonal = 0) : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].Shape.Rank >= 2
        ? [inputs[0]]
        : throw new ShapeMismatchException($"[{(Upper ? "triu" : "tril")}] expects at least two axes but got {inputs[0].Shape}.");

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var above = x[0].Positions(x[0].Shape[^1]) - x[0].Positions(x[0].Shape[^2]).ExpandDims(1);
        return [Tensor.Where(Upper ? above >= Diagonal : above <= Diagonal, x[0], x[0].ScalarLike(0))];
    }
}

public sealed partial class Tensor
{
    /// <summary>The upper triangle of the last two axes: zeros below a diagonal.</summary>
    /// <param name="diagonal">Which diagonal: 0 is the main one, positive ones lie above.</param>
    /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
    public Tensor Triu(int diagonal = 0) => new TriangleOp(true, diagonal).Apply(this);

    /// <summary>The lower triangle of the last two axes: zeros above a diagonal.</summary>
    /// <param name="diagonal">Which diagonal: 0 is the main one, positive ones lie above.</param>
    /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
    public Tensor Tril(int diagonal = 0) => new TriangleOp(false, diagonal).Apply(this);

    /// <summary>0, 1, … count − 1 as int32 on this tensor's device.</summary>
    internal Tensor Positions(int count)
    {
        if (Device == Device.Null || count == Dim.Any) return new(new([count], DType.Int32), Device.Null);
        return From<int>([.. Enumerable.Range(0, count)], [count], Device);
    }
}
