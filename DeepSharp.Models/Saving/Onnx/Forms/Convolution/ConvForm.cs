namespace DeepSharp.Onnx;

/// <summary>Convolution, with the sum that adds a bias where that follows.</summary>
internal sealed class ConvForm : OnnxForm<ConvOp>
{
    protected override void Write(ConvOp op, ExportNode node, OnnxWriter w)
    {
        var (x, kernel, y) = (node.Inputs[0], node.Inputs[1], node.Outputs[0]);
        int axes = x.Rank - 2;
        List<string> inputs = [w.First(x), w.Permuted(kernel, [axes + 1, axes, .. Enumerable.Range(0, axes)])];
        var target = y;
        if (BiasBehind(y) is var (sum, bias))
        {
            inputs.Add(w.Plain(bias));
            w.Absorb(sum);
            target = sum.Outputs[0];
        }
        List<(string, object)> attributes = [("kernel_shape", kernel.Shape.Dims[..axes].ToArray()),
            ("strides", op.Strides.ToArray()), ("dilations", op.Dilations.ToArray()), ("group", op.Groups)];
        attributes.Add(Border.Of(op.Padding, x, [.. Enumerable.Range(0, axes).Select(i => ConvOperands.Span(kernel.Shape[i], op.Dilations[i]))], op.Strides));
        w.SetFirst(target, w.Node("Conv", [.. inputs], [.. attributes]));
    }

    /// <summary>The sum with a number for each channel that alone takes a value, if there is one.</summary>
    public static (ExportNode Sum, ExportValue Bias)? BiasBehind(ExportValue y)
    {
        if (y.Users is not [{ } sum] || sum.Ops[0] is not BinaryOp<AddFn> || sum.Outputs[0].Shape != y.Shape) return null;
        var bias = sum.Inputs[0] == y ? sum.Inputs[1] : sum.Inputs[0];
        return bias.IsStatic && bias.Shape == [y.Shape[^1]] && bias.Uniform is null ? (sum, bias) : null;
    }
}

/// <summary>The border of windows as an attribute.</summary>
internal static class Border
{
    /// <summary>The border of data [batch, spatial.., channels].</summary>
    public static (string Name, object Value) Of(SpatialPadding padding, ExportValue data, int[] spans, EquatableArray<int> strides)
    {
        int axes = spans.Length;
        var pairs = data.Specs.Select(s => Enumerable.Range(0, axes).Select(i => padding.Resolve(i, s.Shape[i + 1], spans[i], strides[i])).ToArray()).ToArray();
        // Where lengths are open the rule is named, which means the same.
        if (!Array.TrueForAll(pairs, p => p.SequenceEqual(pairs[0])) || padding is { IsExplicit: false, Rule: Padding.Same }
            && !data.Specs.All(s => s.Shape.Dims[1..^1].SequenceEqual(data.Shape.Dims[1..^1])))
            return ("auto_pad", "SAME_UPPER");
        return ("pads", (int[])[.. pairs[0].Select(p => p.Before), .. pairs[0].Select(p => p.After)]);
    }
}

/// <summary>The input gradient of a convolution, which is ONNX's transposed convolution.</summary>
internal sealed class ConvTransposeForm : OnnxForm<ConvInputGradientOp>
{
    protected override void Write(ConvInputGradientOp op, ExportNode node, OnnxWriter w)
    {
        var (x, kernel, y) = (node.Inputs[0], node.Inputs[1], node.Outputs[0]);
        int axes = x.Rank - 2;
        List<string> inputs = [w.First(x), w.Permuted(kernel, [axes + 1, axes, .. Enumerable.Range(0, axes)])];
        var target = y;
        if (ConvForm.BiasBehind(y) is var (sum, bias))
        {
            inputs.Add(w.Plain(bias));
            w.Absorb(sum);
            target = sum.Outputs[0];
        }
        // What the result has more than the windows reach.
        var extra = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            int axis = i;
            long Over(int choice) => y.Specs[choice].Shape[axis + 1] - ((x.Specs[choice].Shape[axis + 1] - 1L) * op.Strides[axis]
                + ConvOperands.Span(kernel.Shape[axis], op.Dilations[axis]) - op.Pairs[axis].Before - op.Pairs[axis].After);
            extra[i] = (int)(w.Rule([.. Enumerable.Range(0, x.Specs.Length).Select(Over)], node).Constant ?? throw new DeepSharpException(
                $"The model cannot be exported to ONNX: {node.Title} has an output length that does not follow from its input's."));
        }
        int[] pads = [.. op.Pairs.Select(p => p.Before), .. op.Pairs.Select(p => p.After)];
        w.SetFirst(target, w.Node("ConvTranspose", [.. inputs], ("kernel_shape", kernel.Shape.Dims[..axes].ToArray()), ("strides", op.Strides.ToArray()),
            ("dilations", op.Dilations.ToArray()), ("group", op.Groups), ("pads", pads), ("output_padding", extra)));
    }
}
