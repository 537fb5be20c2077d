namespace DeepSharp.Cpu;

/// <summary>The geometry of a convolution from the shapes of its three tensors, all lengths known and checked.</summary>
internal static class ConvGeometryOf
{
    public static ConvGeometry Shapes(
        Shape x, Shape kernel, Shape y, EquatableArray<int> strides, EquatableArray<int> dilations, SpatialPadding padding, int groups)
    {
        Span<int> before = stackalloc int[strides.Count];
        for (int i = 0; i < before.Length; i++)
            before[i] = padding.Resolve(i, x[i + 1], ConvOperands.Span(kernel[i], dilations[i]), strides[i]).Before;
        return new(
            x[0], Extent3.From(x.Dims[1..^1], 1), Extent3.From(y.Dims[1..^1], 1), Extent3.From(kernel.Dims[..^2], 1), Extent3.From(strides.Span, 1),
            Extent3.From(dilations.Span, 1), Extent3.From(before, 0), x[^1], y[^1], groups);
    }
}
