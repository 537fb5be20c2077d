namespace DeepSharp;

/// <summary>ln Σ exp x along axes, shifted by the largest element so that nothing overflows.</summary>
/// <param name="Over">The axes; none named means all.</param>
/// <param name="KeepDims">Keeps the reduced axes with length one.</param>
public sealed record LogSumExpOp(Axes Over, bool KeepDims) : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var largest = x[0].Max(Over, keepDims: true).StopGradient();
        // Shifting by an infinity would give ∞ − ∞; without the shift the sum is 0 or ∞, which is right.
        var shift = Tensor.Where(largest.Abs() < double.PositiveInfinity, largest, largest.ScalarLike(0));
        var y = (x[0] - shift).Exp().Sum(Over, keepDims: true).Log() + shift;
        return [KeepDims ? y : y.Reshape(ReduceOp.ReducedShape(x[0].Shape, Over, false, Name))];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var kept = ReduceOp.ReducedShape(s.X.Shape, Over, true, Name);
        return [s.Dy.Reshape(kept) * (s.X - s.Y.Reshape(kept)).Exp()];
    }
}

public sealed partial class Tensor
{
    /// <summary>ln Σ exp x along axes (all when none is named), stable for values of any size; integers as float32.</summary>
    /// <exception cref="ShapeMismatchException">An axis is empty.</exception>
    public Tensor LogSumExp(Axes axes = default, bool keepDims = false) => new LogSumExpOp(axes, keepDims).Apply(Fractional(this));
}
