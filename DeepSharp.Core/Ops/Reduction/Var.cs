namespace DeepSharp;

/// <summary>Σ (x − mean)² / n along axes: the population variance, in two passes so that a large mean costs no digits.</summary>
/// <param name="Over">The axes; none named means all.</param>
/// <param name="KeepDims">Keeps the reduced axes with length one.</param>
public sealed record VarOp(Axes Over, bool KeepDims) : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x) => [(x[0] - x[0].Mean(Over, keepDims: true)).Square().Mean(Over, KeepDims)];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var kept = ReduceOp.ReducedShape(s.X.Shape, Over, true, Name);
        double share = 2.0 * kept.Count / s.X.Count;
        return [s.Dy.Reshape(kept) * share * (s.X - s.X.Mean(Over, keepDims: true))];
    }
}

/// <summary>The square root of the population variance along axes. Its gradient is not finite where all elements are equal.</summary>
/// <param name="Over">The axes; none named means all.</param>
/// <param name="KeepDims">Keeps the reduced axes with length one.</param>
public sealed record StdOp(Axes Over, bool KeepDims) : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x) => [x[0].Var(Over, KeepDims).Sqrt()];
}

public sealed partial class Tensor
{
    /// <summary>The population variance Σ (x − mean)² / n along axes (all when none is named); integers as float32.</summary>
    public Tensor Var(Axes axes = default, bool keepDims = false) => new VarOp(axes, keepDims).Apply(Fractional(this));

    /// <summary>The population standard deviation √Var along axes (all when none is named); integers as float32.</summary>
    public Tensor Std(Axes axes = default, bool keepDims = false) => new StdOp(axes, keepDims).Apply(Fractional(this));
}
