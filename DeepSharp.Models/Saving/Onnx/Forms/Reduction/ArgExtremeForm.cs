namespace DeepSharp.Onnx;

/// <summary>The place of the largest element, which ONNX counts in int64.</summary>
internal sealed class ArgMaxForm : OnnxForm<ArgMaxOp>
{
    protected override void Write(ArgMaxOp op, ExportNode node, OnnxWriter w) => Write("ArgMax", op, node, w);

    /// <summary>Writes either of the two.</summary>
    public static void Write(string name, ArgExtremeOp op, ExportNode node, OnnxWriter w)
    {
        string place = w.Node(name, [w.Plain(node.Inputs[0])], ("axis", op.Axis), ("keepdims", op.KeepDims));
        w.Set(node.Outputs[0], w.Node("Cast", [place], ("to", OnnxTypes.Theirs(DType.Int32))));
    }
}

/// <summary>The place of the smallest element.</summary>
internal sealed class ArgMinForm : OnnxForm<ArgMinOp>
{
    protected override void Write(ArgMinOp op, ExportNode node, OnnxWriter w) => ArgMaxForm.Write("ArgMin", op, node, w);
}

/// <summary>Running sums.</summary>
internal sealed class CumSumForm : OnnxForm<CumSumOp>
{
    protected override void Write(CumSumOp op, ExportNode node, OnnxWriter w) => w.Set(node.Outputs[0],
        w.Node("CumSum", [w.Plain(node.Inputs[0]), w.Scalar(op.Axis, DType.Int64)], ("exclusive", op.Exclusive), ("reverse", op.Reverse)));
}

/// <summary>Sorting: as many largest or smallest elements as there are.</summary>
internal sealed class SortForm : OnnxForm<SortOp>
{
    protected override void Write(SortOp op, ExportNode node, OnnxWriter w)
    {
        var x = node.Inputs[0];
        int axis = x.Shape.Axis(op.Axis, "sort");
        var count = w.Rules([.. x.Specs.Select(s => (Shape)s.Shape[axis])], node.Title);
        string[] y = w.Nodes("TopK", 2, [w.Plain(x), w.Lengths(count)], ("axis", axis), ("largest", op.Descending));
        w.Set(node.Outputs[0], y[0]);
        w.Set(node.Outputs[1], w.Node("Cast", [y[1]], ("to", OnnxTypes.Theirs(DType.Int32))));
    }
}

/// <summary>The largest elements and their places.</summary>
internal sealed class TopKForm : OnnxForm<TopKOp>
{
    protected override void Write(TopKOp op, ExportNode node, OnnxWriter w)
    {
        string[] y = w.Nodes("TopK", 2, [w.Plain(node.Inputs[0]), w.Row([op.K])]);
        w.Set(node.Outputs[0], y[0]);
        w.Set(node.Outputs[1], w.Node("Cast", [y[1]], ("to", OnnxTypes.Theirs(DType.Int32))));
    }
}
