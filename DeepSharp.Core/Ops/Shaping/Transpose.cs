namespace DeepSharp;

/// <summary>The axes in another order: output axis i is input axis Order[i]. A view.</summary>
/// <param name="Order">Every axis once.</param>
public sealed record TransposeOp(Axes Order) : ViewOp
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var shape = inputs[0].Shape;
        return [new([.. Resolve(shape).Select(a => shape[a])], inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        int[] order = Resolve(s.X.Shape), inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++) inverse[order[i]] = i;
        return [s.Dy.Transpose(inverse)];
    }

    internal override (long Offset, long[] Strides)? TryView(Tensor input, Shape output) =>
        (input.Offset, [.. Resolve(input.Shape).Select(a => input.Strides[a])]);

    private int[] Resolve(Shape shape)
    {
        var order = new int[Order.Values.Length];
        for (int i = 0; i < order.Length; i++) order[i] = shape.Axis(Order.Values[i], Name);
        if (order.Length != shape.Rank || order.Distinct().Count() != order.Length)
            throw new ShapeMismatchException($"[transpose] the order {Order} must name each of the {shape.Rank} axes of {shape} once.");
        return order;
    }
}

public sealed partial class Tensor
{
    /// <summary>The axes in another order; reversed when none is given.</summary>
    /// <exception cref="ShapeMismatchException">The order does not name each axis once.</exception>
    public Tensor Transpose(Axes order = default) =>
        Rank < 2 ? this : new TransposeOp(order.IsEmpty ? [.. Enumerable.Range(0, Rank).Reverse()] : order).Apply(this);

    /// <summary>Swaps two axes.</summary>
    public Tensor SwapAxes(int a, int b)
    {
        int[] order = [.. Enumerable.Range(0, Rank)];
        (order[Shape.Axis(a)], order[Shape.Axis(b)]) = (order[Shape.Axis(b)], order[Shape.Axis(a)]);
        return Transpose(order);
    }
}
