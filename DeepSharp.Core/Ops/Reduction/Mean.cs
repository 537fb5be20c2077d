namespace DeepSharp;

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

public sealed partial class Tensor
{
    /// <summary>The mean along axes (all when none is named); integers are averaged as float32. The mean of nothing is NaN.</summary>
    public Tensor Mean(Axes axes = default, bool keepDims = false) => new MeanOp(axes, keepDims).Apply(Fractional(this));
}
