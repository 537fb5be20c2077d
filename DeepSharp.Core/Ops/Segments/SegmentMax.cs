namespace DeepSharp;

/// <summary>The largest element of each segment: y[s, ..] = max x[i, ..] over all i with ids[i] = s; −∞ (the smallest integer) where there is none.</summary>
/// <param name="Count">The number of segments.</param>
public sealed record SegmentMaxOp(int Count) : SegmentOp(Count)
{
    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null, s.Needs(1) ? Shared(s, Count) : null];

    /// <summary>The gradient of the largest and the smallest: shared equally among the rows that reach it.</summary>
    internal static Tensor Shared(GradientScope s, int count)
    {
        var (ids, x) = (s.Xs[0], s.Xs[1]);
        var hit = Tensor.Equal(x, Spread(s.Y, ids)).Cast(x.DType);
        return hit * Spread(s.Dy / hit.SegmentSum(ids, count).Maximum(1), ids);
    }
}

public sealed partial class Tensor
{
    /// <summary>The largest element of each segment's rows, column by column.</summary>
    /// <remarks>A segment without rows is −∞, or the smallest integer. The gradient is shared equally among the rows that reach the maximum.</remarks>
    /// <inheritdoc cref="SegmentMean"/>
    public Tensor SegmentMax(Tensor ids, int count) => new SegmentMaxOp(count).Apply(ids, this);
}
