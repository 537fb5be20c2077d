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

    /// <summary>The mean along axes (all when none is named); integers are averaged as float32.</summary>
    public Tensor Mean(Axes axes = default, bool keepDims = false) => new MeanOp(axes, keepDims).Apply(Fractional(this));
}

/// <summary>Σ x / n along axes.</summary>
/// <param name="Over">The axes; none named means all.</param>
/// <param name="KeepDims">Keeps the reduced axes with length one.</param>
public sealed record MeanOp(Axes Over, bool KeepDims) : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, FnDomain.Floating, inputs[0].DType);
        return [new(ReduceOp.ReducedShape(inputs[0].Shape, Over, KeepDims, Name), inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        long count = 1;
        foreach (int a in Over.Resolve(x[0].Shape, Name)) count *= x[0].Shape[a];
        return [x[0].Sum(Over, KeepDims) * (1.0 / count)];
    }
}
