namespace DeepSharp;

/// <summary>The mean of each segment: y[s, ..] = Σ x[i, ..] / n over the n rows with ids[i] = s; 0 where there is none.</summary>
/// <param name="Count">The number of segments.</param>
public sealed record SegmentMeanOp(int Count) : SegmentOp(Count)
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, FnDomain.Floating, inputs[1].DType);
        return base.Infer(inputs);
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (ids, rows) = (x[0], x[1]);
        var counts = Tensor.Ones(ids.Shape, rows.DType, rows.Device).SegmentSum(ids, Count).Maximum(1);
        for (int i = 1; i < rows.Rank; i++) counts = counts.ExpandDims(-1);
        return [rows.SegmentSum(ids, Count) / counts];
    }
}

public sealed partial class Tensor
{
    /// <summary>The mean of each segment's rows, column by column; 0 for a segment without rows.</summary>
    /// <param name="ids">int32 or int64 [n], the segment of each row, in any order.</param>
    /// <param name="count">The number of segments.</param>
    /// <exception cref="ShapeMismatchException">There is not one id per row.</exception>
    /// <exception cref="InvalidValueException">An id is negative or not below the count.</exception>
    public Tensor SegmentMean(Tensor ids, int count) => new SegmentMeanOp(count).Apply(ids, this);
}
