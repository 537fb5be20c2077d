namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>Sums of the rows of each segment: y[s] = Σ x[i] over all i with ids[i] = s.</summary>
    /// <param name="ids">int32 or int64, the segment of each position of the first axis, in any order.</param>
    /// <param name="count">The number of segments; those without rows are zero.</param>
    /// <exception cref="ShapeMismatchException">There is not one id per row.</exception>
    /// <exception cref="InvalidValueException">An id is negative or not below the count.</exception>
    public Tensor SegmentSum(Tensor ids, int count) => new ScatterAddOp(0, count, FromEnd: false).Apply(ids, this);
}
