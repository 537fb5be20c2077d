namespace DeepSharp;

/// <summary>Tensors put one after another along an axis; all other lengths are equal.</summary>
/// <param name="Axis">The axis that grows, from the front or, negative, from the end.</param>
public sealed record ConcatOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var first = inputs[0];
        int axis = first.Shape.Axis(Axis, Name);
        var dims = first.Shape.Dims.ToArray();
        for (int k = 1; k < inputs.Length; k++)
        {
            var (shape, dtype) = (inputs[k].Shape, inputs[k].DType);
            if (dtype != first.DType)
                throw new DTypeMismatchException(
                    $"[concat] element types differ: input 0 is {first}, input {k} is {inputs[k]}. Cast one of them.");
            if (!shape.Matches(first.Shape.Rank == shape.Rank ? first.Shape.With(axis, shape[axis]) : first.Shape))
                throw new ShapeMismatchException(
                    $"[concat] input {k} has shape {shape} but input 0 has {first.Shape}: all lengths except those of axis {axis} must be equal.");
            for (int i = 0; i < dims.Length; i++)
                if (i != axis) dims[i] = Math.Max(dims[i], shape[i]);
                else dims[i] = dims[i] == Dim.Any || shape[i] == Dim.Any ? Dim.Any : checked(dims[i] + shape[i]);
        }
        return [new(dims, first.DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        int axis = s.Y.Shape.Axis(Axis, Name);
        return s.Dy.Split([.. s.Xs.Select(x => x.Shape[axis])], axis);
    }
}

public sealed partial class Tensor
{
    /// <summary>Puts tensors one after another along an axis; mixed element types are promoted as <see cref="DTypes.Promote"/> tells.</summary>
    /// <param name="tensors">One or more tensors that differ in length along <paramref name="axis"/> only.</param>
    /// <param name="axis">The axis that grows; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">There is no tensor, or other lengths differ.</exception>
    public static Tensor Concat(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        var parts = Promoted(tensors, "concat");
        int at = parts[0].Shape.Axis(axis, "concat");
        return parts.Length == 1 ? parts[0] : new ConcatOp(at).Apply(parts);
    }

    /// <summary>Puts tensors of one shape one after another along a new axis.</summary>
    /// <param name="tensors">One or more tensors of the same shape; mixed element types are promoted.</param>
    /// <param name="axis">The new axis' place; negative ones count from the new end.</param>
    /// <exception cref="ShapeMismatchException">There is no tensor, or shapes differ.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        var parts = Promoted(tensors, "stack");
        for (int i = 1; i < parts.Length; i++)
            if (!parts[i].Shape.Matches(parts[0].Shape))
                throw new ShapeMismatchException(
                    $"[stack] input {i} has shape {parts[i].Shape} but input 0 has {parts[0].Shape}: all must be equal.");
        return Concat(Array.ConvertAll(parts, t => t.ExpandDims(axis)), axis);
    }

    private static Tensor[] Promoted(IReadOnlyList<Tensor> tensors, string who)
    {
        if (tensors.Count == 0) throw new ShapeMismatchException($"[{who}] expects at least one tensor but got none.");
        var dtype = tensors[0].DType;
        foreach (var t in tensors) dtype = DTypes.Promote(dtype, t.DType);
        return [.. tensors.Select(t => t.Cast(dtype))];
    }
}
