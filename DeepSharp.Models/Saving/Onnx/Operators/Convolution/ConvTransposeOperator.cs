namespace DeepSharp.Onnx;

/// <summary>Transposed convolution of data [batch, channels, spatial..] with a kernel [channels, filters / groups, taps..].</summary>
internal sealed class ConvTransposeOperator : OnnxOperator
{
    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var (data, kernel) = (x[0].Last, x.Tensor(1));
        if (kernel.Rank != data.Rank || kernel.Shape[0] != data.Shape[^1])
            throw new ShapeMismatchException(
                $"[ConvTranspose] the kernel {kernel.Shape} does not fit data {x[0].Shape}: expected [{data.Shape[^1]}, filters / groups, taps..].");
        int axes = kernel.Rank - 2, groups = node.Int("group", 1);
        var window = new OnnxWindow(node, x[0].Shape, kernel.Shape.Dims[2..]);
        var (lengths, pairs) = (new int[axes], new (int, int)[axes]);
        for (int i = 0; i < axes; i++) (lengths[i], pairs[i]) = Length(node, window, i, axes, data.Shape[i + 1]);
        var y = new ConvInputGradientOp(new(window.Strides), new(window.Dilations), new(pairs), groups, lengths)
            .Apply(data, kernel.Transpose([.. Enumerable.Range(2, axes), 1, 0]));
        if (x.OptionalTensor(2) is { } bias) y += ConvOperator.RequireBias(node, bias, y.Shape[^1]);
        return [OnnxValue.ChannelsLast(y)];
    }

    /// <summary>The output length of an axis, and what of the full result is cut off on both sides.</summary>
    private static (int Length, (int Before, int After) Cut) Length(OnnxNode node, OnnxWindow window, int i, int axes, int length)
    {
        int extra = Of(node.Ints("output_padding"), "output_padding", i, axes, node);
        string rule = node.Text("auto_pad", "NOTSET");
        long bare = (length - 1L) * window.Strides[i] + window.Span(i), full = bare + extra;
        var (before, after) = window.Pads[i];
        bool isSame = rule.StartsWith("SAME", StringComparison.Ordinal);
        long wanted = node.Has("output_shape") ? Of(node.Ints("output_shape"), "output_shape", i, axes, node)
            : isSame ? (long)length * window.Strides[i] : full - before - after;
        if (wanted < 1)
            throw new ShapeMismatchException(
                $"[ConvTranspose] the pads {before} and {after} leave nothing of spatial axis {i}, which would have {full} elements.");
        if (isSame || node.Has("output_shape"))
        {
            long total = Math.Max(0, full - wanted);
            before = checked((int)(rule == "SAME_UPPER" ? total / 2 : total - total / 2));
            after = checked((int)Math.Max(0, bare - before - wanted));
        }
        return (checked((int)wanted), (before, after));
    }

    private static int Of(int[]? values, string name, int i, int axes, OnnxNode node)
    {
        if (values is null) return 0;
        int at = name == "output_shape" && values.Length == axes + 2 ? i + 2 : i;
        return values.Length >= axes && values[at] >= 0 ? values[at]
            : throw node.Invalid($"its {name} ({string.Join(", ", values)}) must be {axes} numbers of at least 0");
    }
}
