namespace DeepSharp;

/// <summary>y = condition ? a : b, element by element, all three stretched to a common shape.</summary>
public sealed record WhereOp : ElementwiseOp
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (condition, a, b) = (inputs[0], inputs[1], inputs[2]);
        if (condition.DType != DType.Bool)
            throw new DTypeMismatchException($"[where] the condition must be bool but is {condition}. Compare it with something first, for example x > 0.");
        if (a.DType != b.DType)
            throw new DTypeMismatchException($"[where] the choices differ in element type: {a} and {b}. Cast one of them.");
        return [new(Shape.Broadcast(condition.Shape, Shape.Broadcast(a.Shape, b.Shape, Name), Name), a.DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var zero = s.Dy.ScalarLike(0);
        return [null, s.Needs(1) ? Apply(s.X, s.Dy, zero) : null, s.Needs(2) ? Apply(s.X, zero, s.Dy) : null];
    }

    internal override TResult Accept<TResult>(IElementwiseVisitor<TResult> visitor) => visitor.Where(this);
}

public sealed partial class Tensor
{
    /// <summary>Takes elements of <paramref name="a"/> where the condition holds and of <paramref name="b"/> elsewhere.</summary>
    /// <param name="condition">A bool tensor.</param>
    /// <param name="a">The choice where true.</param>
    /// <param name="b">The choice where false.</param>
    /// <exception cref="DTypeMismatchException">The condition is not bool.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b)
    {
        var dtype = DTypes.Promote(a.DType, b.DType);
        return new WhereOp().Apply(condition, a.Cast(dtype), b.Cast(dtype));
    }
}
