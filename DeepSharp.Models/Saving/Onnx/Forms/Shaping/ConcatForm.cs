namespace DeepSharp.Onnx;

/// <summary>Tensors one after another, in whichever order of axes they have.</summary>
internal sealed class ConcatForm : OnnxForm<ConcatOp>
{
    protected override void Write(ConcatOp op, ExportNode node, OnnxWriter w)
    {
        var y = node.Outputs[0];
        int axis = y.Shape.Axis(op.Axis, "concat");
        bool first = Array.Exists(node.Inputs, w.IsFirst);
        string[] parts = Array.ConvertAll(node.Inputs, v => first ? w.First(v) : w.Plain(v));
        string name = w.Node("Concat", parts, ("axis", first ? OnnxWriter.FrontAxis(axis, y.Rank) : axis));
        if (first) w.SetFirst(y, name);
        else w.Set(y, name);
    }
}

/// <summary>Pieces of an axis.</summary>
internal sealed class SplitForm : OnnxForm<SplitOp>
{
    protected override void Write(SplitOp op, ExportNode node, OnnxWriter w)
    {
        var x = node.Inputs[0];
        bool first = w.IsFirst(x);
        var sizes = Enumerable.Range(0, op.Sizes.Count).Select(i => w.Rule([.. node.Ops.Select(o => (long)((SplitOp)o).Sizes[i])], node)).ToArray();
        string[] parts = w.Nodes("Split", op.Sizes.Count, [first ? w.First(x) : w.Plain(x), w.Lengths(sizes)],
            ("axis", first ? OnnxWriter.FrontAxis(op.Axis, x.Rank) : op.Axis));
        foreach (var (i, part) in parts.Index())
            if (first) w.SetFirst(node.Outputs[i], part);
            else w.Set(node.Outputs[i], part);
    }
}

/// <summary>Runs of positions. Where a run ends at an open length it is written as reaching to the end.</summary>
internal sealed class SliceForm : OnnxForm<SliceOp>
{
    protected override void Write(SliceOp op, ExportNode node, OnnxWriter w)
    {
        var (x, y) = (node.Inputs[0], node.Outputs[0]);
        bool first = w.IsFirst(x);
        var (starts, ends, axes, steps) = (new List<ExportLength>(), new List<ExportLength>(), new List<long>(), new List<long>());
        for (int axis = 0; axis < op.Ranges.Count; axis++)
        {
            if (Array.TrueForAll(node.Ops, o => ((SliceOp)o).Ranges[axis].IsAll)) continue;
            var (from, to) = (new List<long>(), new List<long>());
            foreach (var (i, spec) in x.Specs.Index())
            {
                var range = ((SliceOp)node.Ops[i]).Ranges[axis];
                int length = spec.Shape[axis], start = range.Range.Start.GetOffset(length), end = range.Range.End.GetOffset(length);
                // Backwards ONNX names the last position first, and the end is before the first one.
                if (range.Step < 0) (start, end) = (end - 1, start - 1);
                from.Add(range.Step < 0 && start == length - 1 ? int.MaxValue : start);
                to.Add(range.Step > 0 && end == length ? int.MaxValue : end < 0 ? int.MinValue : end);
            }
            starts.Add(w.Rule(from, node));
            ends.Add(w.Rule(to, node));
            axes.Add(first ? OnnxWriter.FrontAxis(axis, x.Rank) : axis);
            steps.Add(op.Ranges[axis].Step);
        }
        string data = first ? w.First(x) : w.Plain(x);
        if (axes.Count > 0) data = w.Node("Slice", [data, w.Lengths(starts), w.Lengths(ends), w.Row(axes), w.Row(steps)]);
        if (first) w.SetFirst(y, data);
        else w.Set(y, data);
    }
}
