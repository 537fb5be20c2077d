namespace DeepSharp;

/// <summary>
/// Convolution over 1 to 3 spatial axes (as everywhere in deep learning a cross-correlation): y[b, o.., f] = Σ x[b, o·s − p + t·d.., c] · k[t.., c, f]
/// over taps t and channels c; what lies outside reads as zero.
/// </summary>
/// <param name="Strides">The step between outputs, one for each spatial axis.</param>
/// <param name="Dilations">The distance between taps, one for each spatial axis.</param>
/// <param name="Padding">The border.</param>
/// <param name="Groups">Independent groups of channels; as many as input channels make a depthwise convolution.</param>
public sealed record ConvOp(EquatableArray<int> Strides, EquatableArray<int> Dilations, SpatialPadding Padding, int Groups = 1) : Op
{
    /// <inheritdoc/>
    public override string Family => "Convolution";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (x, kernel) = (inputs[0].Shape, inputs[1].Shape);
        int axes = ConvOperands.Require(this, inputs[0], inputs[1], Strides, Dilations, Groups);
        ConvOperands.RequireChannels(Name, x[^1], kernel, Groups);
        Padding.Require(Name, axes);
        var dims = new int[x.Rank];
        (dims[0], dims[^1]) = (x[0], kernel[^1]);
        for (int i = 0; i < axes; i++)
        {
            if (kernel[i] == 0) throw new ShapeMismatchException($"[{Name}] the kernel {kernel} has no taps along spatial axis {i}.");
            dims[i + 1] = Padding.OutputLength(Name, i, x[i + 1], ConvOperands.Span(kernel[i], Dilations[i]), Strides[i]);
        }
        return [new(dims, inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var (x, kernel) = (s.Xs[0], s.Xs[1]);
        var pairs = ConvOperands.Pairs(Padding, x.Shape, kernel.Shape, Strides, Dilations);
        return
        [
            s.Needs(0) ? new ConvInputGradientOp(Strides, Dilations, pairs, Groups, ConvOperands.Spatial(x.Shape)).Apply(s.Dy, kernel) : null,
            s.Needs(1) ? new ConvKernelGradientOp(Strides, Dilations, pairs, Groups, new(kernel.Shape.Dims[..^2])).Apply(x, s.Dy) : null,
        ];
    }

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs) =>
        ConvOperands.Cost(outputs[0].Shape, inputs[1].Shape, inputs, outputs);
}

public sealed partial class Tensor
{
    /// <summary>Convolution over the spatial axes of [batch, spatial.., channels]; 1, 2 or 3 of them.</summary>
    /// <param name="kernel">The weights [taps.., channels / groups, outChannels].</param>
    /// <param name="strides">The step between outputs: one number for each spatial axis or one for all; 1 if not given.</param>
    /// <param name="padding">A <see cref="Padding"/> rule or explicit pairs.</param>
    /// <param name="dilations">The distance between taps: one number for each spatial axis or one for all; 1 if not given.</param>
    /// <param name="groups">Independent groups of channels.</param>
    /// <returns>A tensor [batch, outputs.., outChannels].</returns>
    /// <exception cref="ShapeMismatchException">The channels do not fit, the groups do not divide them, or the window is longer than the input.</exception>
    /// <exception cref="DTypeMismatchException">The operands are not both float32 or both float64.</exception>
    /// <exception cref="InvalidValueException">Strides, dilations, padding or groups are out of range.</exception>
    public Tensor Conv(
        Tensor kernel, EquatableArray<int> strides = default, SpatialPadding padding = default, EquatableArray<int> dilations = default, int groups = 1) =>
        new ConvOp(ConvOperands.Fill(strides, Rank - 2), ConvOperands.Fill(dilations, Rank - 2), padding, groups).Apply(this, kernel);
}
