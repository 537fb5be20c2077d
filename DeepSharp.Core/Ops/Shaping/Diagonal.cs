namespace DeepSharp;

/// <summary>The diagonal of the last two axes: y[.., i] = x[.., i, i + Offset]. A view.</summary>
/// <param name="Offset">Which diagonal: 0 is the main one, positive ones lie above.</param>
public sealed record DiagonalOp(int Offset = 0) : ViewOp
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var shape = inputs[0].Shape;
        if (shape.Rank < 2) throw new ShapeMismatchException($"[diagonal] expects at least two axes but got {shape}.");
        return [new([.. shape.Dims[..^2], shape[^2] == Dim.Any || shape[^1] == Dim.Any ? Dim.Any : Count(shape)], inputs[0].DType)];
    }

    /// <inheritdoc/>
    /// <remarks>Row i of dx is dy[i] at column i + Offset: dy as a column, kept on the diagonal only.</remarks>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var (shape, dy) = (s.X.Shape, s.Dy);
        int rows = shape[^2], columns = shape[^1], first = Math.Max(-Offset, 0), count = dy.Shape[^1];
        var padding = new AxisPadding[dy.Rank];
        padding[^1] = count == 0 ? new(0, rows) : new(first, rows - first - count);
        var column = new PadOp(new(padding), 0).Apply(dy).ExpandDims(-1);
        var hit = Tensor.Equal(dy.Positions(columns), dy.Positions(rows).ExpandDims(1) + Offset);
        return [Tensor.Where(hit, column, dy.ScalarLike(0)).BroadcastTo(shape)];
    }

    internal override (long Offset, long[] Strides)? TryView(Tensor input, Shape output) =>
        (input.Offset + (Offset < 0 ? -Offset * input.Strides[^2] : Offset * input.Strides[^1]),
            [.. input.Strides[..^2], input.Strides[^2] + input.Strides[^1]]);

    private int Count(Shape shape) => Math.Max(0, Math.Min(shape[^2] - Math.Max(-Offset, 0), shape[^1] - Math.Max(Offset, 0)));
}

public sealed partial class Tensor
{
    /// <summary>The diagonal of the last two axes, as a view.</summary>
    /// <param name="offset">Which diagonal: 0 is the main one, positive ones lie above.</param>
    /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
    public Tensor Diagonal(int offset = 0) => new DiagonalOp(offset).Apply(this);
}
