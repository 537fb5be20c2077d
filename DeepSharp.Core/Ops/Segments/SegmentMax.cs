namespace DeepSharp;

/// <summary>The largest element of each segment: y[s, ..] = max x[i, ..] over all i with ids[i] = s; −∞ (the smallest integer) where there is none.</summary>
/// <param name="Count">The number of segments.</param>
public sealed record SegmentMaxOp(int Count) : SegmentOp(Count)
{
    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null, s.Needs(1) ? Shared(s, Count) : null];

    /// <summary>The gradient of the largest and the smallest: shared equally among the rows that reach it.</summary>
    internal static Tensor Shared(GradientScope s, int count) => new SegmentExtremeGradientOp(count).Apply(s.Xs[0], s.Xs[1], s.Y, s.Dy);
}

/// <summary>
/// The gradient of the largest or smallest element of each segment: dx[i, ..] = dy[s, ..] / n where x[i, ..] = y[s, ..] with s = ids[i], shared among
/// the n rows that reach it, else 0.
/// </summary>
/// <remarks>Inputs: ids [n], rows x [n, ..], the extremes y [Count, ..] and their gradient dy. It has the rows' shape.</remarks>
/// <param name="Count">The number of segments.</param>
public sealed record SegmentExtremeGradientOp(int Count) : SegmentOp(Count)
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var segments = base.Infer(inputs)[0];
        Domains.Require(Name, FnDomain.Floating, segments.DType);
        for (int i = 2; i < 4; i++)
            if (inputs[i].DType != segments.DType || !inputs[i].Shape.Matches(segments.Shape))
                throw new ShapeMismatchException($"[{Name}] expects extremes and their gradient as {segments} but got {inputs[2]} and {inputs[3]}.");
        return [inputs[1]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (ids, rows) = (x[0], x[1]);
        var hit = Tensor.Equal(rows, Spread(x[2], ids)).Cast(rows.DType);
        return [hit * Spread(x[3] / hit.SegmentSum(ids, Count).Maximum(1), ids)];
    }
}

public sealed partial class Tensor
{
    /// <summary>The largest element of each segment's rows, column by column.</summary>
    /// <remarks>A segment without rows is −∞, or the smallest integer. The gradient is shared equally among the rows that reach the maximum.</remarks>
    /// <inheritdoc cref="SegmentMean"/>
    public Tensor SegmentMax(Tensor ids, int count) => new SegmentMaxOp(count).Apply(ids, this);
}
