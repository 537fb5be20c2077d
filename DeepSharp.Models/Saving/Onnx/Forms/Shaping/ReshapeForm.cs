namespace DeepSharp.Onnx;

/// <summary>Another shape. Open lengths keep their place, follow from the others, or are read off the model's inputs.</summary>
internal sealed class ReshapeForm : OnnxForm<ReshapeOp>
{
    protected override void Write(ReshapeOp op, ExportNode node, OnnxWriter w) =>
        w.Set(node.Outputs[0], Array.Exists(node.Outputs[0].Specs, s => s.Shape.Dims.Contains(0))
            // Nothing can be worked out of no elements: then 0 is a length.
            ? w.Node("Reshape", [w.Plain(node.Inputs[0]), w.Lengths(w.Rules([.. node.Outputs[0].Specs.Select(s => s.Shape)], node.Title))], ("allowzero", true))
            : w.Node("Reshape", [w.Plain(node.Inputs[0]), Target(node, w)]));

    private static string Target(ExportNode node, OnnxWriter w)
    {
        Shape[] from = [.. node.Inputs[0].Specs.Select(s => s.Shape)], to = [.. node.Outputs[0].Specs.Select(s => s.Shape)];
        int rank = to[0].Rank;
        bool IsFixed(int axis) => Array.TrueForAll(to, s => s[axis] == to[0][axis]);
        bool IsKept(int axis) => axis < from[0].Rank && Enumerable.Range(0, to.Length).All(i => to[i][axis] == from[i][axis]);
        int[] open = [.. Enumerable.Range(0, rank).Where(a => !IsFixed(a))];
        var target = Enumerable.Range(0, rank).Select(a => IsFixed(a) ? to[0][a] : -1L).ToArray();
        if (open.Length <= 1) return w.Row(target);
        foreach (int axis in open)
            if (IsKept(axis)) target[axis] = 0;
        if (target.Count(t => t == -1) <= 1) return w.Row(target);
        // What is left is a multiple of an axis of the input, or follows from the lengths the model is given.
        string shape = w.Node("Shape", [w.Plain(node.Inputs[0])]);
        return w.Node("Concat", [.. Enumerable.Range(0, rank).Select(axis => IsFixed(axis) ? w.Row([to[0][axis]])
            : Multiple(from, to, axis) is var (source, times) ? Piece(shape, source, times, w)
            : w.Lengths([w.Rule([.. to.Select(s => (long)s[axis])], node)]))], ("axis", 0));
    }

    /// <summary>An axis of the input of which an output's length is a multiple.</summary>
    private static (int Axis, long Times)? Multiple(Shape[] from, Shape[] to, int axis)
    {
        for (int a = 0; a < from[0].Rank; a++)
        {
            long times = from[0][a] == 0 ? 0 : to[0][axis] / from[0][a];
            if (times > 0 && from.Zip(to).All(p => p.First[a] * times == p.Second[axis]) && from.Any(s => s[a] != from[0][a])) return (a, times);
        }
        return null;
    }

    private static string Piece(string shape, int axis, long times, OnnxWriter w)
    {
        string length = w.Node("Slice", [shape, w.Row([axis]), w.Row([axis + 1])]);
        return times == 1 ? length : w.Node("Mul", [length, w.Row([times])]);
    }
}

/// <summary>An axis of length one put in.</summary>
internal sealed class ExpandDimsForm : OnnxForm<ExpandDimsOp>
{
    protected override void Write(ExpandDimsOp op, ExportNode node, OnnxWriter w) =>
        w.Set(node.Outputs[0], w.Node("Unsqueeze", [w.Plain(node.Inputs[0]), w.Row([op.Axis])]));
}

/// <summary>Axes of length one taken away.</summary>
internal sealed class SqueezeForm : OnnxForm<SqueezeOp>
{
    protected override void Write(SqueezeOp op, ExportNode node, OnnxWriter w) => w.Set(node.Outputs[0],
        w.Node("Squeeze", [w.Plain(node.Inputs[0]), w.Row([.. op.Drop.Resolve(node.Inputs[0].Shape, "squeeze").Select(a => (long)a)])]));
}

/// <summary>Axes in another order; none is written where that order is there already.</summary>
internal sealed class TransposeForm : OnnxForm<TransposeOp>
{
    protected override void Write(TransposeOp op, ExportNode node, OnnxWriter w)
    {
        var (x, y) = (node.Inputs[0], node.Outputs[0]);
        int[] order = [.. op.Order.Values.ToArray().Select(a => x.Shape.Axis(a, "transpose"))];
        int rank = order.Length;
        if (rank >= 3 && order.SequenceEqual(OnnxWriter.Front(rank)) && w.IsFirst(x)) w.Set(y, w.First(x));
        else if (rank >= 3 && order.SequenceEqual([0, .. Enumerable.Range(2, rank - 2), 1])) w.SetFirst(y, w.Plain(x));
        else w.Set(y, w.Transpose(w.Plain(x), order));
    }
}

/// <summary>Axes of length one stretched.</summary>
internal sealed class BroadcastToForm : OnnxForm<BroadcastToOp>
{
    protected override void Write(BroadcastToOp op, ExportNode node, OnnxWriter w)
    {
        var (x, y) = (node.Inputs[0], node.Outputs[0]);
        int lead = y.Rank - x.Rank;
        // Axes that are as long already are named by 1, which stretches nothing.
        var targets = Enumerable.Range(0, y.Specs.Length).Select(i => (Shape)y.Specs[i].Shape.Select((d, a) =>
            a >= lead && Enumerable.Range(0, y.Specs.Length).All(j => y.Specs[j].Shape[a] == x.Specs[j].Shape[a - lead]) ? 1 : d).ToArray()).ToArray();
        w.Set(y, w.Node("Expand", [w.Plain(x), w.Lengths(w.Rules(targets, node.Title))]));
    }
}
