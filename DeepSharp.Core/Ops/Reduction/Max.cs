namespace DeepSharp;

/// <summary>The largest element.</summary>
public readonly record struct MaxFn : IReduceFn
{
    /// <inheritdoc/>
    public static double Identity => double.NegativeInfinity;

    /// <inheritdoc/>
    public static bool NeedsElements => true;

    /// <inheritdoc/>
    public static V Combine<V>(V a, V b) where V : struct, Cpu.ILane<V> => V.Max(a, b);

    /// <inheritdoc/>
    public static Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => new ExtremeGradientOp().Apply(x, y, dy);
}

public sealed partial class Tensor
{
    /// <summary>The largest element along axes (all when none is named).</summary>
    /// <exception cref="ShapeMismatchException">An axis is empty.</exception>
    public Tensor Max(Axes axes = default, bool keepDims = false) => new ReduceOp<MaxFn>(axes, keepDims).Apply(this);
}
