namespace DeepSharp.Onnx;

/// <summary>A loop over time: the step becomes the body of ONNX's Scan, which sees what it takes from outside by name.</summary>
internal sealed class ScanForm : OnnxForm<ScanOp>
{
    protected override void Write(ScanOp op, ExportNode node, OnnxWriter w)
    {
        int carried = op.States + op.Sequences;
        var graphs = node.Ops.Select((o, i) => ExportTrace.Record(Specs(node, i, op), ((ScanOp)o).Body.Run)).ToArray();
        // What is the same at every step is a value of the graph around.
        var outside = node.Inputs[carried..];
        foreach (var v in outside)
            if (!v.IsStatic && v.Uniform is null) w.Plain(v);
        var body = new ExportGraph(graphs, [.. new ExportValue?[carried], .. outside]);
        var inputs = body.Inputs[..carried].Select(v => (v, v.Specs[0])).ToArray();
        var graph = w.Inner(inputs, inner =>
        {
            inner.Write(body);
            return [.. body.Outputs.Select(y => (inner.Plain(y), y.Specs[0]))];
        });
        int stacked = body.Outputs.Length - op.States;
        int[] directions(int count) => [.. Enumerable.Repeat(op.Reverse ? 1 : 0, count)];
        string[] given = [.. node.Inputs[..carried].Select(w.Plain)];
        List<(string, object)> attributes = [("body", graph), ("num_scan_inputs", op.Sequences), ("scan_input_directions", directions(op.Sequences))];
        if (stacked > 0) attributes.Add(("scan_output_directions", directions(stacked)));
        string[] results = w.Nodes("Scan", body.Outputs.Length, given, [.. attributes]);
        for (int i = 0; i < results.Length; i++) w.Set(node.Outputs[i], results[i]);
    }

    private static TensorSpec[] Specs(ExportNode node, int choice, ScanOp op) =>
        [.. node.Inputs.Select((v, i) => i >= op.States && i < op.States + op.Sequences ? ScanOp.SliceOf(v.Specs[choice]) : v.Specs[choice])];
}
