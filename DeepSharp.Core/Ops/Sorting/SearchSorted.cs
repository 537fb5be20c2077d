namespace DeepSharp;

/// <summary>Where values would stand in a sorted sequence: y = how many of its elements are smaller than x (or, from the right, not greater). No gradient.</summary>
/// <param name="Right">Whether equal elements count, too: x then stands behind them.</param>
/// <remarks>Inputs: a sequence [n] in rising order, and values of the same type and any shape. NaN stands behind all numbers. The result is int32.</remarks>
public sealed record SearchSortedOp(bool Right = false) : Op
{
    /// <inheritdoc/>
    public override string Family => "Sorting";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (sequence, x) = (inputs[0], inputs[1]);
        Domains.Require(Name, FnDomain.Numeric, x.DType);
        if (sequence.Shape.Rank != 1) throw new ShapeMismatchException($"[search_sorted] expects a sequence with one axis but got {sequence.Shape}.");
        if (sequence.DType != x.DType)
            throw new DTypeMismatchException($"[search_sorted] expects a sequence and values of one type but got {sequence.DType.KerasName} and {x.DType.KerasName}.");
        return [new(x.Shape, DType.Int32)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var value = x[1].ExpandDims(-1);
        var before = (Right ? x[0] <= value : x[0] < value).Cast(DType.Int32);
        // Of comparisons with NaN all are false, although NaN stands behind everything.
        if (x[1].DType.IsFloating) before = Tensor.Maximum(before, Tensor.NotEqual(value, value).Cast(DType.Int32));
        return [before.Sum(-1)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Where values would stand in this sorted sequence: how many elements are smaller.</summary>
    /// <param name="values">Values of any shape; they are cast to the sequence's type.</param>
    /// <param name="right">Whether equal elements count, too.</param>
    /// <returns>int32 in the values' shape.</returns>
    /// <exception cref="ShapeMismatchException">This tensor has not exactly one axis.</exception>
    public Tensor SearchSorted(Tensor values, bool right = false) => new SearchSortedOp(right).Apply(this, values.Cast(DType));

    /// <summary>The bin of each value: bin i holds boundaries[i − 1] ≤ x &lt; boundaries[i] (Keras' <c>digitize</c>).</summary>
    /// <param name="boundaries">Boundaries [n] in rising order.</param>
    /// <returns>int32 from 0 to n.</returns>
    /// <exception cref="ShapeMismatchException">The boundaries have not exactly one axis.</exception>
    public Tensor Digitize(Tensor boundaries) => boundaries.Cast(DType).SearchSorted(this, right: true);
}
