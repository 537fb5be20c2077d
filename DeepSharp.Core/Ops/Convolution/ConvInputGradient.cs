namespace DeepSharp;

/// <summary>
/// The gradient of a convolution with respect to its input, and with that the transposed convolution: every output gradient is spread
/// over the places its window saw. Inputs: the output gradient [batch, outputs.., outChannels] and the kernel.
/// </summary>
/// <param name="Strides">The convolution's strides.</param>
/// <param name="Dilations">The convolution's dilations.</param>
/// <param name="Pairs">The convolution's padding, one pair for each spatial axis.</param>
/// <param name="Groups">The convolution's groups.</param>
/// <param name="Lengths">The spatial lengths of the convolution's input.</param>
public sealed record ConvInputGradientOp(
    EquatableArray<int> Strides, EquatableArray<int> Dilations, EquatableArray<(int Before, int After)> Pairs, int Groups, Shape Lengths) : Op
{
    /// <inheritdoc/>
    public override string Family => "Convolution";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (dy, kernel) = (inputs[0].Shape, inputs[1].Shape);
        int axes = ConvOperands.Require(this, inputs[0], inputs[1], Strides, Dilations, Groups);
        if (dy[^1] != Dim.Any && kernel[^1] != Dim.Any && dy[^1] != kernel[^1])
            throw new ShapeMismatchException(
                $"[{Name}] the data has {dy[^1]} channels but the kernel {kernel} expects {kernel[^1]} (its last axis). " +
                "Kernels of a transposed convolution are [spatial.., outChannels, inChannels].");
        ConvOperands.RequireChannels(Name, Dim.Any, kernel, Groups);
        int channels = kernel[^2] == Dim.Any ? Dim.Any : kernel[^2] * Groups;
        var padding = new SpatialPadding(Padding.Valid, Pairs);
        padding.Require(Name, axes);
        for (int i = 0; i < axes; i++)
        {
            int outputs = padding.OutputLength(Name, i, Lengths[i], ConvOperands.Span(kernel[i], Dilations[i]), Strides[i]);
            if (outputs != Dim.Any && dy[i + 1] != Dim.Any && outputs != dy[i + 1])
                throw new ShapeMismatchException(
                    $"[{Name}] an input of {Lengths} gives {outputs} outputs along spatial axis {i}, but the output gradient is {dy}.");
        }
        return [new([dy[0], .. Lengths.Dims, channels], inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var (dy, kernel) = (s.Xs[0], s.Xs[1]);
        return
        [
            s.Needs(0) ? new ConvOp(Strides, Dilations, new(Padding.Valid, Pairs), Groups).Apply(s.Dy, kernel) : null,
            s.Needs(1) ? new ConvKernelGradientOp(Strides, Dilations, Pairs, Groups, new(kernel.Shape.Dims[..^2])).Apply(s.Dy, dy) : null,
        ];
    }

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs) =>
        ConvOperands.Cost(inputs[0].Shape, inputs[1].Shape, inputs, outputs);
}
