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

/// <summary>Zeros with updates added at the places of an axis that indices name; the axes of the indices are brought to the front for it.</summary>
internal sealed class ScatterAddForm : OnnxForm<ScatterAddOp>
{
    protected override void Write(ScatterAddOp op, ExportNode node, OnnxWriter w)
    {
        var (indices, updates, y) = (node.Inputs[0], node.Inputs[1], node.Outputs[0]);
        int axis = op.Axis, count = indices.Rank;
        Shape[] shapes = [.. y.Specs.Select(s => Moved(s.Shape, axis))];
        string zeros = w.Node("Expand", [w.Scalar(0, y.DType), w.Lengths(w.Rules(shapes, node.Title))]);
        string at = indices.DType == DType.Int64 ? w.Plain(indices) : w.Node("Cast", [w.Plain(indices)], ("to", OnnxTypes.Theirs(DType.Int64)));
        int[] front = [.. Enumerable.Range(axis, count), .. Enumerable.Range(0, axis), .. Enumerable.Range(axis + count, updates.Rank - axis - count)];
        string sums = w.Node("ScatterND", [zeros, w.Node("Unsqueeze", [at, w.Row([count])]), w.Transpose(w.Plain(updates), front)], ("reduction", "add"));
        w.Set(y, w.Transpose(sums, [.. Enumerable.Range(1, axis), 0, .. Enumerable.Range(axis + 1, y.Rank - axis - 1)]));
    }

    private static Shape Moved(Shape shape, int axis) => [shape[axis], .. shape.Dims[..axis], .. shape.Dims[(axis + 1)..]];
}

/// <summary>The places of coordinates in a row-major grid.</summary>
internal sealed class FlatIndexForm : OnnxForm<FlatIndexOp>
{
    protected override void Write(FlatIndexOp op, ExportNode node, OnnxWriter w)
    {
        var x = node.Inputs[0];
        var strides = Enumerable.Range(1, op.Grid.Rank).Select(a => w.Rule([.. node.Ops.Select(o => ((FlatIndexOp)o).Grid[a..].Count)], node)).ToArray();
        string at = x.DType == DType.Int64 ? w.Plain(x) : w.Node("Cast", [w.Plain(x)], ("to", OnnxTypes.Theirs(DType.Int64)));
        w.Set(node.Outputs[0], w.Node("ReduceSum", [w.Node("Mul", [at, w.Lengths(strides)]), w.Row([-1])], ("keepdims", false)));
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
