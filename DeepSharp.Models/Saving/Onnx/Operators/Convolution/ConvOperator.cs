namespace DeepSharp.Onnx;

/// <summary>Convolution of data [batch, channels, spatial..] with a kernel [filters, channels / groups, taps..].</summary>
internal sealed class ConvOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var kernel = x.Tensor(1);
        if (kernel.Rank != x[0].Rank) throw new ShapeMismatchException($"[Conv] data {x[0].Shape} and kernel {kernel.Shape} must have equally many axes.");
        var window = new OnnxWindow(node, x[0].Shape, kernel.Shape.Dims[2..]);
        int axes = kernel.Rank - 2;
        var y = new ConvOp(new(window.Strides), new(window.Dilations), new(Padding.Valid, new(window.Pads)), node.Int("group", 1))
            .Apply(x[0].Last, kernel.Transpose([.. Enumerable.Range(2, axes), 1, 0]));
        if (x.OptionalTensor(2) is { } bias) y += RequireBias(node, bias, kernel.Shape[0]);
        return [OnnxValue.ChannelsLast(y)];
    }

    /// <summary>A bias with a number for each filter.</summary>
    public static Tensor RequireBias(OnnxNode node, Tensor bias, int filters) => bias.Shape == [filters] ? bias
        : throw new ShapeMismatchException($"[{node.OpType}] the bias has shape {bias.Shape}; expected [{filters}], one number for each filter.");
}
