namespace DeepSharp;

/// <summary>The smallest element of each segment: y[s, ..] = min x[i, ..] over all i with ids[i] = s; ∞ (the largest integer) where there is none.</summary>
/// <param name="Count">The number of segments.</param>
public sealed record SegmentMinOp(int Count) : SegmentOp(Count)
{
    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null, s.Needs(1) ? SegmentMaxOp.Shared(s, Count) : null];
}

public sealed partial class Tensor
{
    /// <summary>The smallest element of each segment's rows, column by column.</summary>
    /// <remarks>A segment without rows is ∞, or the largest integer. The gradient is shared equally among the rows that reach the minimum.</remarks>
    /// <inheritdoc cref="SegmentMean"/>
    public Tensor SegmentMin(Tensor ids, int count) => new SegmentMinOp(count).Apply(ids, this);
}
