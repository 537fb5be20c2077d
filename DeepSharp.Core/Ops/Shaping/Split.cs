namespace DeepSharp;

/// <summary>The input cut along an axis into pieces of given lengths. Each piece is a view.</summary>
/// <param name="Sizes">The lengths of the pieces.</param>
/// <param name="Axis">The axis, from the front or, negative, from the end.</param>
/// <remarks>Differentiated as a whole: n pieces cost one concatenation, not n additions of padded pieces.</remarks>
public sealed record SplitOp(EquatableArray<int> Sizes, int Axis) : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (shape, dtype) = (inputs[0].Shape, inputs[0].DType);
        int axis = shape.Axis(Axis, Name);
        if (Sizes.Any(size => size < 0) || shape[axis] != Dim.Any && Sizes.Sum() != shape[axis])
            throw new ShapeMismatchException(
                $"[split] pieces of {Sizes} do not make up axis {axis} of {shape}: their sum must be {shape[axis]}.");
        return [.. Sizes.Select(size => new TensorSpec(shape.With(axis, size), dtype))];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var pieces = GradientTape.Unrecorded(() =>
        {
            int at = 0;
            return Sizes.Select(size => x[0].Slice(Axis, at..(at += size))).ToArray();
        });
        GradientTape.Record(this, x, pieces);
        return pieces;
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) =>
        [Tensor.Concat([.. s.Ys.Select((y, i) => s.Dys[i] ?? Tensor.Zeros(y.Shape, y.DType, y.Device))], Axis)];
}

/// <summary>The positions along an axis as tensors of their own, without that axis. Each is a view.</summary>
/// <param name="Axis">The axis, from the front or, negative, from the end.</param>
/// <remarks>Differentiated as a whole, by one stack.</remarks>
public sealed record UnstackOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (shape, dtype) = (inputs[0].Shape, inputs[0].DType);
        int axis = shape.Axis(Axis, Name);
        if (shape[axis] == Dim.Any)
            throw new ShapeMismatchException(
                $"[unstack] the length of axis {axis} of {shape} is not known yet, so neither is the number of tensors. Give the model's input that length.");
        return [.. Enumerable.Repeat(new TensorSpec(shape.Remove(axis), dtype), shape[axis])];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        int axis = x[0].Shape.Axis(Axis, Name);
        var members = GradientTape.Unrecorded(() =>
            Enumerable.Range(0, x[0].Shape[axis]).Select(i => x[0].Slice(axis, i..(i + 1)).Squeeze(axis)).ToArray());
        GradientTape.Record(this, x, members);
        return members;
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) =>
        [Tensor.Stack([.. s.Ys.Select((y, i) => s.Dys[i] ?? Tensor.Zeros(y.Shape, y.DType, y.Device))], s.X.Shape.Axis(Axis, Name))];
}

public sealed partial class Tensor
{
    /// <summary>Cuts an axis into equal pieces, as views.</summary>
    /// <param name="parts">How many pieces.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">The axis does not divide evenly, or its length is not known yet.</exception>
    public Tensor[] Split(int parts, int axis = 0)
    {
        int length = Shape[Shape.Axis(axis, "split")];
        if (parts < 1 || length == Dim.Any || length % parts != 0)
            throw new ShapeMismatchException(
                $"[split] axis {axis} of {Shape} cannot be cut into {parts} equal parts. Give the sizes instead.");
        return Split([.. Enumerable.Repeat(length / parts, parts)], axis);
    }

    /// <summary>Cuts an axis into pieces of given lengths, as views.</summary>
    /// <param name="sizes">The lengths; their sum is the axis' length.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">The lengths do not add up to the axis' length.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int axis = 0) => new SplitOp([.. sizes], Shape.Axis(axis, "split")).ApplyAll(this);

    /// <summary>The positions along an axis as tensors of their own, without that axis, as views.</summary>
    /// <exception cref="ShapeMismatchException">The axis' length is not known yet.</exception>
    public Tensor[] Unstack(int axis = 0) => new UnstackOp(Shape.Axis(axis, "unstack")).ApplyAll(this);
}
