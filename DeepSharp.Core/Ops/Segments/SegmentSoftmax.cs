namespace DeepSharp;

/// <summary>Softmax within each segment: y[i, ..] = exp x[i, ..] / Σ exp x[j, ..] over all j with ids[j] = ids[i]. It has the rows' shape.</summary>
/// <param name="Count">The number of segments; those without rows leave no trace.</param>
public sealed record SegmentSoftmaxOp(int Count) : SegmentOp(Count)
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (_, x) = Require(inputs);
        Domains.Require(Name, FnDomain.Floating, x.DType);
        return [x];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (ids, rows) = (x[0], x[1]);
        var e = (rows - Spread(rows.SegmentMax(ids, Count), ids)).Exp();
        return [e / Spread(e.SegmentSum(ids, Count), ids)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var ids = s.Xs[0];
        return [null, s.Needs(1) ? s.Y * (s.Dy - Spread((s.Y * s.Dy).SegmentSum(ids, Count), ids)) : null];
    }
}

public sealed partial class Tensor
{
    /// <summary>Softmax among the rows of each segment, column by column: attention over the edges of a graph.</summary>
    /// <inheritdoc cref="SegmentMean"/>
    public Tensor SegmentSoftmax(Tensor ids, int count) => new SegmentSoftmaxOp(count).Apply(ids, this);
}
