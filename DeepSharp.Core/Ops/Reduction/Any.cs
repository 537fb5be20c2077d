namespace DeepSharp;

/// <summary>Whether any element along axes is true; false where there is none.</summary>
/// <param name="Over">The axes; none named means all.</param>
/// <param name="KeepDims">Keeps the reduced axes with length one.</param>
public sealed record AnyOp(Axes Over, bool KeepDims) : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x) => [x[0].Cast(DType.Bool).Cast(DType.Int64).Sum(Over, KeepDims).NotEqual(0)];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null];
}

public sealed partial class Tensor
{
    /// <summary>Whether any element along axes (all when none is named) is true or not zero, as bool.</summary>
    public Tensor Any(Axes axes = default, bool keepDims = false) => new AnyOp(axes, keepDims).Apply(this);
}
