namespace DeepSharp;

/// <summary>One element per index: y[a, j, b] = x[a, indices[a, j, b], b]. Indices have x's shape but for the axis.</summary>
/// <param name="Axis">The axis, from the front or, negative, from the end.</param>
public sealed record TakeAlongAxisOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override string Family => "Indexing";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (x, indices) = (inputs[0], inputs[1]);
        int axis = x.Shape.Axis(Axis, Name);
        Indices.RequireIntegers(Name, indices.DType);
        if (indices.Shape.Rank != x.Shape.Rank || !indices.Shape.Matches(x.Shape.With(axis, indices.Shape[axis])))
            throw new ShapeMismatchException(
                $"[take_along_axis] indices of shape {indices.Shape} must have the shape {x.Shape} of the input on every axis but {axis}.");
        return [new(indices.Shape, x.DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        int axis = s.X.Shape.Axis(Axis, Name);
        return [s.Needs(0) ? new ScatterAddAlongAxisOp(axis, s.X.Shape[axis]).Apply(s.Xs[1], s.Dy) : null, null];
    }
}

/// <summary>Zeros with y[a, indices[a, j, b], b] += updates[a, j, b]; the reverse of <see cref="TakeAlongAxisOp"/>.</summary>
/// <param name="Axis">The axis, from the front.</param>
/// <param name="Length">The output's length along it.</param>
public sealed record ScatterAddAlongAxisOp(int Axis, int Length) : Op
{
    /// <inheritdoc/>
    public override string Family => "Indexing";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (indices, updates) = (inputs[0], inputs[1]);
        Indices.RequireIntegers(Name, indices.DType);
        Domains.Require(Name, FnDomain.Numeric, updates.DType);
        if (!indices.Shape.Matches(updates.Shape))
            throw new ShapeMismatchException(
                $"[scatter_add_along_axis] indices and updates differ in shape: {indices.Shape} and {updates.Shape}.");
        return [new(updates.Shape.With(Axis, Length), updates.DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null, s.Needs(1) ? new TakeAlongAxisOp(Axis).Apply(s.Dy, s.X) : null];
}

public sealed partial class Tensor
{
    /// <summary>One element per index along an axis: y[a, j, b] = x[a, indices[a, j, b], b].</summary>
    /// <param name="indices">int32 or int64 with as many axes as this tensor; the others broadcast. Negative ones count from the end.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">The other axes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">An index is outside the axis.</exception>
    public Tensor TakeAlongAxis(Tensor indices, int axis)
    {
        int at = Shape.Axis(axis, "take_along_axis");
        if (indices.Rank != Rank)
            throw new ShapeMismatchException($"[take_along_axis] expects indices with the {Rank} axes of {Shape} but got {indices.Shape}.");
        var common = Shape.Broadcast(Shape.With(at, 1), indices.Shape.With(at, 1), "take_along_axis");
        return new TakeAlongAxisOp(at).Apply(BroadcastTo(common.With(at, Shape[at])), indices.BroadcastTo(common.With(at, indices.Shape[at])));
    }
}
