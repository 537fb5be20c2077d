namespace DeepSharp;

/// <summary>The product of each segment: y[s, ..] = Π x[i, ..] over all i with ids[i] = s; 1 where there is none.</summary>
/// <param name="Count">The number of segments.</param>
public sealed record SegmentProdOp(int Count) : SegmentOp(Count)
{
    /// <inheritdoc/>
    /// <remarks>
    /// The product of all other rows: y / x where nothing is zero, the product of the rest at a single zero, else 0.
    /// Second derivatives hold where no element is zero.
    /// </remarks>
    public override Tensor?[] Gradient(GradientScope s)
    {
        if (!s.Needs(1)) return [null, null];
        var (ids, x) = (s.Xs[0], s.Xs[1]);
        var isZero = x.Equal(0);
        var zeros = Spread(isZero.Cast(x.DType).SegmentSum(ids, Count), ids);
        var safe = Tensor.Where(isZero, x.ScalarLike(1), x);
        var product = Spread(s.Dy * safe.SegmentProd(ids, Count), ids);
        var none = product.ScalarLike(0);
        return [null, Tensor.Where(isZero, Tensor.Where(zeros.Equal(1), product, none), Tensor.Where(zeros.Equal(0), product, none) / safe)];
    }
}

public sealed partial class Tensor
{
    /// <summary>The product of each segment's rows, column by column; 1 for a segment without rows.</summary>
    /// <inheritdoc cref="SegmentMean"/>
    public Tensor SegmentProd(Tensor ids, int count) => new SegmentProdOp(count).Apply(ids, this);
}
