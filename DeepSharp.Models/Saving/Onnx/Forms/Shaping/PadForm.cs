namespace DeepSharp.Onnx;

/// <summary>A constant put before and after axes; between elements there is no form.</summary>
internal sealed class PadForm : OnnxForm<PadOp>
{
    protected override bool Fits(PadOp op, TensorSpec[] inputs) => op.Padding.All(p => p.Between == 0);

    protected override void Write(PadOp op, ExportNode node, OnnxWriter w) => Write(op.Padding, "constant", op.Value, node, w);

    /// <summary>Writes padding of any kind.</summary>
    public static void Write(EquatableArray<AxisPadding> padding, string mode, double value, ExportNode node, OnnxWriter w)
    {
        var (x, y) = (node.Inputs[0], node.Outputs[0]);
        bool first = w.IsFirst(x);
        AxisPadding[] all = [.. padding, .. Enumerable.Repeat(default(AxisPadding), x.Rank - padding.Count)];
        if (first) all = OnnxWriter.InFront(all);
        string pads = w.Row([.. all.Select(p => (long)p.Before), .. all.Select(p => (long)p.After)]), data = first ? w.First(x) : w.Plain(x);
        string name = mode == "constant" ? w.Node("Pad", [data, pads, w.Scalar(value, x.DType)]) : w.Node("Pad", [data, pads], ("mode", mode));
        if (first) w.SetFirst(y, name);
        else w.Set(y, name);
    }
}

/// <summary>Copies of the input's own elements put around it; mirrored with the last element repeated there is no form.</summary>
internal sealed class PadFromInputForm : OnnxForm<PadFromInputOp>
{
    protected override bool Fits(PadFromInputOp op, TensorSpec[] inputs) => op.Mode is PadMode.Reflect or PadMode.Edge;

    protected override void Write(PadFromInputOp op, ExportNode node, OnnxWriter w) =>
        PadForm.Write(op.Padding, op.Mode == PadMode.Edge ? "edge" : "reflect", 0, node, w);
}

/// <summary>The input laid out again and again.</summary>
internal sealed class TileForm : OnnxForm<TileOp>
{
    protected override void Write(TileOp op, ExportNode node, OnnxWriter w)
    {
        var times = Enumerable.Range(0, op.Times.Count).Select(i => w.Rule([.. node.Ops.Select(o => (long)((TileOp)o).Times[i])], node)).ToArray();
        w.Set(node.Outputs[0], w.Node("Tile", [w.Plain(node.Inputs[0]), w.Lengths(times)]));
    }
}
