namespace DeepSharp;

/// <summary>The smallest element; NaN if there is one.</summary>
public readonly record struct MinFn : IReduceFn
{
    /// <inheritdoc/>
    public static double Identity => double.PositiveInfinity;

    /// <inheritdoc/>
    public static bool NeedsElements => true;

    /// <inheritdoc/>
    public static V Combine<V>(V a, V b) where V : struct, Cpu.ILane<V> => V.Min(a, b);

    /// <inheritdoc/>
    public static Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => new ExtremeGradientOp().Apply(x, y, dy);
}

public sealed partial class Tensor
{
    /// <summary>The smallest element along axes (all when none is named); its gradient is shared equally among equals.</summary>
    /// <exception cref="ShapeMismatchException">An axis is empty.</exception>
    public Tensor Min(Axes axes = default, bool keepDims = false) => new ReduceOp<MinFn>(axes, keepDims).Apply(this);
}
