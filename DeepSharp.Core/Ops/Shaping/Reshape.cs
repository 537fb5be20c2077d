namespace DeepSharp;

/// <summary>The same elements in the same order under another shape. A view where the layout allows it.</summary>
/// <param name="Target">The new lengths; one may be <see cref="Dim.Any"/> and follows from the others.</param>
public sealed record ReshapeOp(Shape Target) : ViewOp
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Resolve(inputs[0].Shape, Target, Name), inputs[0].DType)];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [s.Dy.Reshape(s.X.Shape)];

    internal override (long Offset, long[] Strides)? TryView(Tensor input, Shape output) =>
        Layout.Reshape(input.Shape, input.Strides, output) is { } strides ? (input.Offset, strides) : null;

    /// <summary>Works out the one unknown length of <paramref name="target"/>.</summary>
    internal static Shape Resolve(Shape from, Shape target, string who)
    {
        int unknown = target.Dims.IndexOf(Dim.Any);
        if (unknown >= 0 && target.Dims[(unknown + 1)..].Contains(Dim.Any))
            throw new ShapeMismatchException($"[{who}] only one length of {target} may be left open.");
        long known = 1;
        foreach (int d in target.Dims) known *= d == Dim.Any ? 1 : d;
        if (!from.IsKnown)
        {
            // With one unknown on each side the known parts must divide; equal known parts mean the unknown carries over.
            long given = 1;
            foreach (int d in from.Dims) given *= d == Dim.Any ? 1 : d;
            bool possible = unknown >= 0 ? known != 0 && (given % known == 0 || known % Math.Max(given, 1) == 0) : given != 0 && known % given == 0;
            return possible ? target : throw Mismatch(from, target, who);
        }
        long count = from.Count;
        if (unknown < 0) return known == count ? target : throw Mismatch(from, target, who);
        if (known == 0 || count % known != 0) throw Mismatch(from, target, who);
        return target.With(unknown, (int)(count / known));
    }

    private static ShapeMismatchException Mismatch(Shape from, Shape target, string who) =>
        new($"[{who}] {from} cannot become {target}: the numbers of elements differ.");
}

public sealed partial class Tensor
{
    /// <summary>The same elements in the same order under another shape.</summary>
    /// <param name="shape">The new lengths; one may be -1 and is worked out.</param>
    /// <exception cref="ShapeMismatchException">The numbers of elements differ.</exception>
    public Tensor Reshape(Shape shape) => shape == Shape && shape.IsKnown ? this : new ReshapeOp(shape).Apply(this);

    /// <summary>Puts in an axis of length one before <paramref name="axis"/>; negative axes count from the new end.</summary>
    public Tensor ExpandDims(int axis)
    {
        int at = axis < 0 ? axis + Rank + 1 : axis;
        if (at < 0 || at > Rank) throw new ShapeMismatchException($"[expand_dims] axis {axis} is out of range for shape {Shape}.");
        return new ExpandDimsOp(at).Apply(this);
    }

    /// <summary>Takes away axes of length one; all of them when none is named.</summary>
    /// <exception cref="ShapeMismatchException">A named axis is longer than one.</exception>
    public Tensor Squeeze(Axes axes = default)
    {
        int[] drop = axes.IsEmpty ? [.. Enumerable.Range(0, Rank).Where(i => Shape[i] == 1)] : axes.Resolve(Shape, "squeeze");
        return drop.Length == 0 ? this : new SqueezeOp(drop).Apply(this);
    }
}

/// <summary>Puts in an axis of length one.</summary>
/// <param name="Axis">Its place, from the front.</param>
public sealed record ExpandDimsOp(int Axis) : ViewOp
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape.Insert(Axis, 1), inputs[0].DType)];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [s.Dy.Squeeze(Axis)];

    internal override (long Offset, long[] Strides)? TryView(Tensor input, Shape output)
    {
        List<long> strides = [.. input.Strides];
        strides.Insert(Axis, 1);
        return (input.Offset, [.. strides]);
    }
}

/// <summary>Takes away axes of length one.</summary>
/// <param name="Drop">The axes, from the front, sorted.</param>
public sealed record SqueezeOp(Axes Drop) : ViewOp
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var shape = inputs[0].Shape;
        int[] drop = Drop.Resolve(shape, Name);
        foreach (int a in drop)
            if (shape[a] != 1) throw new ShapeMismatchException($"[squeeze] axis {a} of {shape} has length {shape[a]}; only axes of length 1 can be taken away.");
        return [new([.. Enumerable.Range(0, shape.Rank).Where(i => !drop.Contains(i)).Select(i => shape[i])], inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var g = s.Dy;
        foreach (int a in Drop.Resolve(s.X.Shape, Name)) g = g.ExpandDims(a);
        return [g];
    }

    internal override (long Offset, long[] Strides)? TryView(Tensor input, Shape output)
    {
        int[] drop = Drop.Resolve(input.Shape, Name);
        return (input.Offset, [.. input.Strides.Where((_, i) => !drop.Contains(i))]);
    }
}
