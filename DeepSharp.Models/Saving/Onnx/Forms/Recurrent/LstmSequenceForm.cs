namespace DeepSharp.Onnx;

/// <summary>A long short-term memory without a mask; the gates i, f, c, o become i, o, f, c.</summary>
internal sealed class LstmSequenceForm : OnnxForm<LstmSequenceOp>
{
    private static readonly int[] s_order = [0, 3, 1, 2];

    protected override bool Fits(LstmSequenceOp op, TensorSpec[] inputs) => inputs.Length == 4 && !op.KeepsGates;

    protected override void Write(LstmSequenceOp op, ExportNode node, OnnxWriter w)
    {
        var recurrent = node.Inputs[3];
        var (x, kernel, bias) = SequenceForm.Unprojected(node.Inputs[0]);
        int units = recurrent.Shape[0];
        bias ??= Tensor.Zeros([4 * units], x.DType, Device.Cpu);
        string b = w.Initializer($"{node.Layer}/bias",
            Tensor.Concat([SequenceForm.Gates(bias, s_order), Tensor.Zeros([1, 4 * units], x.DType, Device.Cpu)], -1));
        string[] y = w.Nodes("LSTM", 3,
            [w.Plain(x), w.Initializer($"{node.Layer}/kernel", SequenceForm.Gates(kernel, s_order)),
                SequenceForm.Gates(recurrent, s_order, $"{node.Layer}/recurrent_kernel", w),
                b, "", SequenceForm.First(node.Inputs[1], w), SequenceForm.First(node.Inputs[2], w)], SequenceForm.Attributes(units, op.Reverse));
        w.Set(node.Outputs[0], w.Node("Squeeze", [y[0], w.Row([1])]));
        w.Set(node.Outputs[1], w.Node("Squeeze", [y[1], w.Row([0])]));
        w.Set(node.Outputs[2], w.Node("Squeeze", [y[2], w.Row([0])]));
    }
}

/// <summary>Gated recurrent units without a mask, whose reset gate acts after the product; the gates stand in the same order.</summary>
internal sealed class GruSequenceForm : OnnxForm<GruSequenceOp>
{
    private static readonly int[] s_order = [0, 1, 2];

    protected override bool Fits(GruSequenceOp op, TensorSpec[] inputs) => inputs.Length == 4 && !op.KeepsGates;

    protected override void Write(GruSequenceOp op, ExportNode node, OnnxWriter w)
    {
        var (recurrent, second) = (node.Inputs[2], node.Inputs[3]);
        var (x, kernel, bias) = SequenceForm.Unprojected(node.Inputs[0]);
        int units = recurrent.Shape[0];
        bias ??= Tensor.Zeros([3 * units], x.DType, Device.Cpu);
        string b = second.IsStatic
            ? w.Initializer($"{node.Layer}/bias", Tensor.Concat([bias.ExpandDims(0), second.Static.ExpandDims(0)], -1))
            : w.Node("Concat", [w.Initializer($"{node.Layer}/bias", bias.ExpandDims(0)), SequenceForm.Gates(second, s_order, "", w)], ("axis", -1));
        string[] y = w.Nodes("GRU", 2,
            [w.Plain(x), w.Initializer($"{node.Layer}/kernel", SequenceForm.Gates(kernel, s_order)),
                SequenceForm.Gates(recurrent, s_order, $"{node.Layer}/recurrent_kernel", w),
                b, "", SequenceForm.First(node.Inputs[1], w)], [.. SequenceForm.Attributes(units, op.Reverse), ("linear_before_reset", true)]);
        w.Set(node.Outputs[0], w.Node("Squeeze", [y[0], w.Row([1])]));
        w.Set(node.Outputs[1], w.Node("Squeeze", [y[1], w.Row([0])]));
    }
}
