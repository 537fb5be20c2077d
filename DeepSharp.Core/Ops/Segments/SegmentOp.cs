namespace DeepSharp;

/// <summary>What ops over segments share: rows of [n, ..] are combined by the segment their id names. Ids need not be sorted.</summary>
/// <remarks>Inputs: ids [n] int32 or int64 from 0 to Count − 1, and rows [n, ..].</remarks>
/// <param name="Count">The number of segments.</param>
public abstract record SegmentOp(int Count) : Op
{
    /// <inheritdoc/>
    public override string Family => "Segments";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (ids, x) = Require(inputs);
        return [new([Count, .. x.Shape.Dims[1..]], x.DType)];
    }

    /// <summary>Rejects ids and rows that do not go together.</summary>
    private protected (TensorSpec Ids, TensorSpec Rows) Require(ReadOnlySpan<TensorSpec> inputs)
    {
        var (ids, x) = (inputs[0], inputs[1]);
        Indices.RequireIntegers(Name, ids.DType);
        Domains.Require(Name, FnDomain.Numeric, x.DType);
        if (Count < 0) throw new InvalidValueException($"[{Name}] the number of segments must be zero or more but is {Count}.");
        if (ids.Shape.Rank != 1 || x.Shape.Rank < 1 || !x.Shape[..1].Matches(ids.Shape))
            throw new ShapeMismatchException($"[{Name}] expects one id for each row: ids [n] and rows [n, ..], but got {ids.Shape} and {x.Shape}.");
        return (ids, x);
    }

    /// <summary>What stands for each row's segment.</summary>
    internal static Tensor Spread(Tensor segments, Tensor ids) => new GatherOp(0, FromEnd: false).Apply(segments, ids);
}
