namespace DeepSharp;

/// <summary>
/// The gradient of the largest or smallest element along axes: dx = dy / n where x = y, shared among the n elements that reach the extreme, else 0.
/// </summary>
/// <remarks>Inputs: x, the extremes y and their gradient dy, both with length one along the reduced axes.</remarks>
public sealed record ExtremeGradientOp : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (x, y, dy) = (inputs[0], inputs[1], inputs[2]);
        Domains.Require(Name, FnDomain.Numeric, x.DType);
        bool fits = y.Shape.Rank == x.Shape.Rank && y.Shape.Matches(dy.Shape) && y.DType == x.DType && dy.DType == x.DType;
        for (int i = 0; fits && i < x.Shape.Rank; i++) fits = y.Shape[i] == 1 || y.Shape[i..(i + 1)].Matches(x.Shape[i..(i + 1)]);
        return fits ? [x]
            : throw new ShapeMismatchException(
                $"[{Name}] expects extremes and their gradient to have length one along the reduced axes of {x} but got {y} and {dy}.");
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var hit = Tensor.Equal(x[0], x[1]).Cast(x[0].DType);
        int[] axes = ReduceOp.ReducedAxes(x[0], x[1]);
        return [axes.Length == 0 ? x[2] * hit : hit * (x[2] / hit.Sum(axes, keepDims: true))];
    }
}
