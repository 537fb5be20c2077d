namespace DeepSharp.Onnx;

/// <summary>The positions of an axis that indices name.</summary>
internal sealed class GatherForm : OnnxForm<GatherOp>
{
    protected override void Write(GatherOp op, ExportNode node, OnnxWriter w) =>
        w.Set(node.Outputs[0], w.Node("Gather", [w.Plain(node.Inputs[0]), w.Plain(node.Inputs[1])], ("axis", node.Inputs[0].Shape.Axis(op.Axis))));
}

/// <summary>One element for each index.</summary>
internal sealed class TakeAlongAxisForm : OnnxForm<TakeAlongAxisOp>
{
    protected override void Write(TakeAlongAxisOp op, ExportNode node, OnnxWriter w) =>
        w.Set(node.Outputs[0], w.Node("GatherElements", [w.Plain(node.Inputs[0]), w.Plain(node.Inputs[1])], ("axis", node.Inputs[0].Shape.Axis(op.Axis))));
}

/// <summary>Zeros with updates added at the places that indices name along an axis.</summary>
internal sealed class ScatterAddAlongAxisForm : OnnxForm<ScatterAddAlongAxisOp>
{
    protected override void Write(ScatterAddAlongAxisOp op, ExportNode node, OnnxWriter w)
    {
        var y = node.Outputs[0];
        string zeros = w.Node("Expand", [w.Scalar(0, y.DType), w.Lengths(w.Rules([.. y.Specs.Select(s => s.Shape)], node.Title))]);
        w.Set(y, w.Node("ScatterElements", [zeros, w.Plain(node.Inputs[0]), w.Plain(node.Inputs[1])], ("axis", op.Axis), ("reduction", "add")));
    }
}

/// <summary>Zeros with rows added at the places of the first axis that indices name; along other axes there is no form.</summary>
internal sealed class ScatterAddForm : OnnxForm<ScatterAddOp>
{
    protected override bool Fits(ScatterAddOp op, TensorSpec[] inputs) => op.Axis == 0;

    protected override void Write(ScatterAddOp op, ExportNode node, OnnxWriter w)
    {
        var (indices, y) = (node.Inputs[0], node.Outputs[0]);
        string zeros = w.Node("Expand", [w.Scalar(0, y.DType), w.Lengths(w.Rules([.. y.Specs.Select(s => s.Shape)], node.Title))]);
        string at = indices.DType == DType.Int64 ? w.Plain(indices) : w.Node("Cast", [w.Plain(indices)], ("to", OnnxTypes.Theirs(DType.Int64)));
        at = w.Node("Unsqueeze", [at, w.Row([indices.Rank])]);
        w.Set(y, w.Node("ScatterND", [zeros, at, w.Plain(node.Inputs[1])], ("reduction", "add")));
    }
}

/// <summary>Rows replaced.</summary>
internal sealed class ScatterUpdateForm : OnnxForm<ScatterUpdateOp>
{
    protected override void Write(ScatterUpdateOp op, ExportNode node, OnnxWriter w)
    {
        var indices = node.Inputs[1];
        string at = indices.DType == DType.Int64 ? w.Plain(indices) : w.Node("Cast", [w.Plain(indices)], ("to", OnnxTypes.Theirs(DType.Int64)));
        w.Set(node.Outputs[0], w.Node("ScatterND", [w.Plain(node.Inputs[0]), w.Node("Unsqueeze", [at, w.Row([1])]), w.Plain(node.Inputs[2])]));
    }
}
