namespace DeepSharp;

/// <summary>How often each number stands along the last axis: y[.., c] = Σ w[.., j] over all j with x[.., j] = c. Numbers outside the bins count for nothing.</summary>
/// <param name="Depth">The number of bins.</param>
/// <param name="DType">The element type of the counts.</param>
/// <remarks>Inputs: integers, and perhaps weights of the same shape and of the counts' type; without them each counts 1.</remarks>
public sealed record BinCountOp(int Depth, DType DType = DType.Float32) : Op
{
    /// <inheritdoc/>
    public override string Family => "Indexing";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var x = inputs[0];
        Indices.RequireIntegers(Name, x.DType);
        Domains.Require(Name, FnDomain.Numeric, DType);
        if (Depth < 0) throw new InvalidValueException($"[bin_count] the number of bins must be zero or more but is {Depth}.");
        if (x.Shape.Rank == 0) throw new ShapeMismatchException("[bin_count] expects at least one axis, to count along, but got a scalar.");
        if (inputs.Length > 1 && !inputs[1].Shape.Matches(x.Shape))
            throw new ShapeMismatchException($"[bin_count] expects a weight for each number, of shape {x.Shape}, but got {inputs[1].Shape}.");
        if (inputs.Length > 1 && inputs[1].DType != DType)
            throw new DTypeMismatchException($"[bin_count] expects weights of the counts' type {DType.KerasName} but got {inputs[1].DType.KerasName}.");
        return [new(x.Shape.With(x.Shape.Rank - 1, Depth), DType)];
    }

    /// <inheritdoc/>
    public override Op ForFloat32() => DType.Is16Bit ? this with { DType = DType.Float32 } : this;

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var places = x[0].OneHot(Depth, dtype: DType);
        return [(x.Length > 1 ? places * x[1].ExpandDims(-1) : places).Sum(-2)];
    }
}

public sealed partial class Tensor
{
    /// <summary>How often each number from 0 on stands along the last axis.</summary>
    /// <param name="depth">The number of bins; numbers outside 0 to depth − 1 count for nothing.</param>
    /// <param name="weights">What each number counts, in this tensor's shape; 1 if null.</param>
    /// <param name="dtype">The element type of the counts.</param>
    /// <exception cref="DTypeMismatchException">This tensor holds no integers.</exception>
    /// <exception cref="ShapeMismatchException">The weights have another shape, or this is a scalar.</exception>
    public Tensor BinCount(int depth, Tensor? weights = null, DType dtype = DType.Float32)
    {
        var numbers = DType is DType.Bool or DType.UInt8 ? Cast(DType.Int32) : this;
        return weights is null ? new BinCountOp(depth, dtype).Apply(numbers) : new BinCountOp(depth, dtype).Apply(numbers, weights.Cast(dtype));
    }
}
