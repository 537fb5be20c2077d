namespace DeepSharp;

/// <summary>The place of the largest element along an axis as int32: the first of equals, and of NaNs if there are any. No gradient.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="KeepDims">Keeps the axis with length one.</param>
public sealed record ArgMaxOp(int Axis, bool KeepDims) : ArgExtremeOp(Axis, KeepDims);

/// <summary>The place of the smallest element along an axis as int32: the first of equals, and of NaNs if there are any. No gradient.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="KeepDims">Keeps the axis with length one.</param>
public sealed record ArgMinOp(int Axis, bool KeepDims) : ArgExtremeOp(Axis, KeepDims);

/// <summary>What the searches for the largest and the smallest element share.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="KeepDims">Keeps the axis with length one.</param>
public abstract record ArgExtremeOp(int Axis, bool KeepDims) : Op
{
    /// <inheritdoc/>
    public override string Family => "Reduction";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, FnDomain.Numeric, inputs[0].DType);
        var shape = inputs[0].Shape;
        ReduceOp.RequireElements(shape, [shape.Axis(Axis, Name)], Name);
        return [new(ReduceOp.ReducedShape(shape, Axis, KeepDims, Name), DType.Int32)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null];
}

public sealed partial class Tensor
{
    /// <summary>The place of the largest element along an axis, or in row-major order over all when no axis is named, as int32.</summary>
    /// <remarks>The first of equals; a NaN counts as larger than everything.</remarks>
    /// <exception cref="ShapeMismatchException">The axis is empty.</exception>
    public Tensor ArgMax(int? axis = null, bool keepDims = false) => Locate(axis, keepDims, (a, keep) => new ArgMaxOp(a, keep));

    /// <summary>The place of the smallest element along an axis, or in row-major order over all when no axis is named, as int32.</summary>
    /// <remarks>The first of equals; a NaN counts as smaller than everything.</remarks>
    /// <exception cref="ShapeMismatchException">The axis is empty.</exception>
    public Tensor ArgMin(int? axis = null, bool keepDims = false) => Locate(axis, keepDims, (a, keep) => new ArgMinOp(a, keep));

    private Tensor Locate(int? axis, bool keepDims, Func<int, bool, Op> op)
    {
        var x = DType is DType.Bool or DType.UInt8 ? Cast(DType.Int32) : this;
        if (axis is { } a) return op(a, keepDims).Apply(x);
        var place = op(0, false).Apply(x.Reshape([Dim.Any]));
        return keepDims ? place.Reshape(Enumerable.Repeat(1, Rank).ToArray()) : place;
    }
}
