namespace DeepSharp;

/// <summary>The elements along an axis in order, and the places they came from (int32). Stable; NaN goes last.</summary>
/// <param name="Axis">The axis, from the front or, negative, from the end.</param>
/// <param name="Descending">Largest first.</param>
public sealed record SortOp(int Axis = -1, bool Descending = false) : Op
{
    /// <inheritdoc/>
    public override string Family => "Sorting";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, FnDomain.Numeric, inputs[0].DType);
        inputs[0].Shape.Axis(Axis, Name);
        return [inputs[0], new(inputs[0].Shape, DType.Int32)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        int axis = s.X.Shape.Axis(Axis, Name);
        return [new ScatterAddAlongAxisOp(axis, s.X.Shape[axis]).Apply(s.Ys[1], s.Dy)];
    }
}

public sealed partial class Tensor
{
    /// <summary>The elements along an axis in order. Equal ones keep their order; NaN goes last.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="descending">Largest first.</param>
    /// <exception cref="DTypeMismatchException">The elements are not float32, float64, int32 or int64.</exception>
    public Tensor Sort(int axis = -1, bool descending = false) => new SortOp(axis, descending).ApplyAll(this)[0];

    /// <summary>The places that put the elements along an axis in order, as int32: x.TakeAlongAxis(x.ArgSort(), -1) is x.Sort().</summary>
    /// <inheritdoc cref="Sort(int, bool)"/>
    public Tensor ArgSort(int axis = -1, bool descending = false) => new SortOp(axis, descending).ApplyAll(this)[1];
}
