namespace DeepSharp;

/// <summary>Σ x.</summary>
public readonly record struct SumFn : IReduceFn
{
    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    public static V Combine<V>(V a, V b) where V : struct, Cpu.ILane<V> => a + b;

    /// <inheritdoc/>
    public static Tensor? Gradient(Tensor x, Tensor y, Tensor dy) => dy.BroadcastTo(x.Shape);
}

public sealed partial class Tensor
{
    /// <summary>The sum along axes (all when none is named); bool and uint8 are summed as int32.</summary>
    /// <remarks>Floats are added pairwise, so that the error grows with the logarithm of their number only.</remarks>
    public Tensor Sum(Axes axes = default, bool keepDims = false) =>
        new ReduceOp<SumFn>(axes, keepDims).Apply(DType is DType.Bool or DType.UInt8 ? Cast(DType.Int32) : this);
}
