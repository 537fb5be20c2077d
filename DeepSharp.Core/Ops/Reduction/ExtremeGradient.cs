namespace DeepSharp;

/// <summary>
/// The gradient of max and min: shared equally among the elements that reach the extreme. Inputs x, y and dy, the last two with the reduced axes
/// kept at length one: dx = h · dy / Σ h, where h is 1 where x equals y, else 0.
/// </summary>
/// <param name="Over">The reduced axes.</param>
public sealed record ExtremeGradientOp(Axes Over) : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var hit = Tensor.Equal(x[0], x[1]).Cast(x[0].DType);
        return [hit * (x[2] / hit.Sum(Over, keepDims: true))];
    }

    /// <summary>The gradient with respect to x.</summary>
    internal static Tensor Of(Tensor x, Tensor y, Tensor dy)
    {
        int[] axes = ReduceOp.ReducedAxes(x, y);
        return axes.Length == 0 ? dy * Tensor.Equal(x, y).Cast(x.DType) : new ExtremeGradientOp(axes).Apply(x, y, dy);
    }
}
