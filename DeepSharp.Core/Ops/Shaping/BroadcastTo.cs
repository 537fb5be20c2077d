namespace DeepSharp;

/// <summary>The input stretched to a larger shape by repeating axes of length one. A view.</summary>
/// <param name="Target">The new shape.</param>
public sealed record BroadcastToOp(Shape Target) : ViewOp
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var shape = Shape.Broadcast(inputs[0].Shape, Target, Name);
        return shape.Matches(Target)
            ? [new(shape, inputs[0].DType)]
            : throw new ShapeMismatchException($"[broadcast_to] {inputs[0].Shape} does not stretch to {Target}.");
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [s.Dy.SumTo(s.X.Shape)];

    internal override (long Offset, long[] Strides)? TryView(Tensor input, Shape output) =>
        (input.Offset, Layout.Broadcast(input.Shape, input.Strides, output));
}

public sealed partial class Tensor
{
    /// <summary>Stretches axes of length one (and missing leading axes) to <paramref name="shape"/>.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor BroadcastTo(Shape shape) => shape == Shape ? this : new BroadcastToOp(shape).Apply(this);

    /// <summary>The reverse of broadcasting: sums over the axes along which <paramref name="shape"/> was stretched to this one.</summary>
    public Tensor SumTo(Shape shape)
    {
        if (shape == Shape) return this;
        int lead = Rank - shape.Rank;
        int[] axes = [.. Enumerable.Range(0, Rank).Where(i => i < lead || shape[i - lead] == 1 && Shape[i] != 1)];
        return (axes.Length == 0 ? this : Sum(axes, keepDims: true)).Reshape(shape);
    }
}
