namespace DeepSharp;

/// <summary>Whether all elements along axes are true; true where there is none.</summary>
/// <param name="Over">The axes; none named means all.</param>
/// <param name="KeepDims">Keeps the reduced axes with length one.</param>
public sealed record AllOp(Axes Over, bool KeepDims) : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x) => [x[0].Cast(DType.Bool).Equal(0).Cast(DType.Int64).Sum(Over, KeepDims).Equal(0)];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null];
}

public sealed partial class Tensor
{
    /// <summary>Whether all elements along axes (all when none is named) are true or not zero, as bool.</summary>
    public Tensor All(Axes axes = default, bool keepDims = false) => new AllOp(axes, keepDims).Apply(this);
}
