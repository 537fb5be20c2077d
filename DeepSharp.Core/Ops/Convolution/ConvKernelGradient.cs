namespace DeepSharp;

/// <summary>
/// The gradient of a convolution with respect to its kernel: dk[t.., c, f] = Σ x[b, o·s − p + t·d.., c] · dy[b, o.., f]. Inputs: the
/// convolution's input and its output gradient.
/// </summary>
/// <param name="Strides">The convolution's strides.</param>
/// <param name="Dilations">The convolution's dilations.</param>
/// <param name="Pairs">The convolution's padding, one pair for each spatial axis.</param>
/// <param name="Groups">The convolution's groups.</param>
/// <param name="Taps">The spatial lengths of the kernel.</param>
public sealed record ConvKernelGradientOp(
    EquatableArray<int> Strides, EquatableArray<int> Dilations, EquatableArray<(int Before, int After)> Pairs, int Groups, Shape Taps) : Op
{
    /// <inheritdoc/>
    public override string Family => "Convolution";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (x, dy) = (inputs[0].Shape, inputs[1].Shape);
        int axes = ConvOperands.Require(this, inputs[0], inputs[1], Strides, Dilations, Groups);
        if (x[^1] % Groups != 0 && x[^1] != Dim.Any)
            throw new ShapeMismatchException($"[{Name}] {Groups} groups do not divide the data's {x[^1]} channels.");
        Shape kernel = [.. Taps.Dims, x[^1] == Dim.Any ? Dim.Any : x[^1] / Groups, dy[^1]];
        ConvOperands.RequireChannels(Name, x[^1], kernel, Groups);
        var padding = new SpatialPadding(Padding.Valid, Pairs);
        padding.Require(Name, axes);
        for (int i = 0; i < axes; i++)
        {
            int outputs = padding.OutputLength(Name, i, x[i + 1], ConvOperands.Span(Taps[i], Dilations[i]), Strides[i]);
            if (outputs != Dim.Any && dy[i + 1] != Dim.Any && outputs != dy[i + 1])
                throw new ShapeMismatchException(
                    $"[{Name}] the data {x} gives {outputs} outputs along spatial axis {i}, but the output gradient is {dy}.");
        }
        return [new(kernel, inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var (x, dy) = (s.Xs[0], s.Xs[1]);
        return
        [
            s.Needs(0) ? new ConvInputGradientOp(Strides, Dilations, Pairs, Groups, ConvOperands.Spatial(x.Shape)).Apply(dy, s.Dy) : null,
            s.Needs(1) ? new ConvOp(Strides, Dilations, new(Padding.Valid, Pairs), Groups).Apply(x, s.Dy) : null,
        ];
    }

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs) =>
        ConvOperands.Cost(inputs[1].Shape, outputs[0].Shape, inputs, outputs);
}
