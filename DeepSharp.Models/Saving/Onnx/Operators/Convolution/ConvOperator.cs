namespace DeepSharp.Onnx;

/// <summary>Convolution of data [batch, channels, spatial..] with a kernel [filters, channels / groups, taps..].</summary>
internal sealed class ConvOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var y = Convolve(node, x[0], x.Tensor(1));
        return [x.OptionalTensor(2) is { } bias ? OnnxValue.ChannelsLast(y.Last + RequireBias(node, bias, x[1].Shape[0])) : y];
    }

    /// <summary>The convolution alone.</summary>
    public static OnnxValue Convolve(OnnxNode node, OnnxValue data, Tensor kernel)
    {
        if (kernel.Rank != data.Rank)
            throw new ShapeMismatchException($"[{node.OpType}] data {data.Shape} and kernel {kernel.Shape} must have equally many axes.");
        var window = new OnnxWindow(node, data.Shape, kernel.Shape.Dims[2..]);
        int axes = kernel.Rank - 2;
        return OnnxValue.ChannelsLast(new ConvOp(new(window.Strides), new(window.Dilations), new(Padding.Valid, new(window.Pads)), node.Int("group", 1))
            .Apply(data.Last, kernel.Transpose([.. Enumerable.Range(2, axes), 1, 0])));
    }

    /// <summary>A bias with a number for each filter.</summary>
    public static Tensor RequireBias(OnnxNode node, Tensor bias, int filters) => bias.Shape == [filters] ? bias
        : throw new ShapeMismatchException($"[{node.OpType}] the bias has shape {bias.Shape}; expected [{filters}], one number for each filter.");
}
