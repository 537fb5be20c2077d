namespace DeepSharp.Onnx;

/// <summary>A loop over an axis of sequences: the graph <c>body</c> maps states and slices to new states and outputs, which are stacked.</summary>
internal sealed class ScanOperator : OnnxOperator
{
    public override int Since => 9;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var (body, count) = (node.Graph("body"), node.Int("num_scan_inputs"));
        int states = x.Count - count, outputs = body.Outputs.Count - states;
        if (count < 1 || states < 0 || outputs < 0 || body.Inputs.Count != x.Count)
            throw node.Invalid($"{count} sequences of {x.Count} inputs do not fit a body with {body.Inputs.Count} inputs and {body.Outputs.Count} outputs");
        var directions = node.Ints("scan_input_directions") ?? new int[count];
        var outDirections = node.Ints("scan_output_directions") ?? new int[outputs];
        var (axes, outAxes) = (node.Ints("scan_input_axes") ?? new int[count], node.Ints("scan_output_axes") ?? new int[outputs]);
        if (directions.Length != count || axes.Length != count || outDirections.Length != outputs || outAxes.Length != outputs)
            throw node.Invalid("its directions and axes are not as many as its sequences and outputs");

        var sequences = new Tensor[count];
        for (int i = 0; i < count; i++)
        {
            sequences[i] = Moved(x.Tensor(states + i), axes[i], 0);
            if (directions[i] != 0) sequences[i] = sequences[i].Flip(0);
        }
        var run = OnnxRun.Current;
        var initial = Enumerable.Range(0, states).Select(x.Tensor).ToArray();
        var (last, stacked) = Tensor.Scan((before, at) =>
        {
            var results = run.Inner(body, [.. before.Concat(at).Select(t => (OnnxValue)t)]);
            return (Plain(results[..states]), Plain(results[states..]));
        }, initial, sequences);
        return [.. last.Select(t => (OnnxValue)t), .. stacked.Select((t, i) => (OnnxValue)Moved(outDirections[i] != 0 ? t.Flip(0) : t, 0, outAxes[i]))];
    }

    private static Tensor[] Plain(OnnxValue[] values) => Array.ConvertAll(values, v => v.Plain);

    private static Tensor Moved(Tensor x, int from, int to)
    {
        (from, to) = (x.Shape.Axis(from, "Scan"), x.Shape.Axis(to, "Scan"));
        if (from == to) return x;
        List<int> order = [.. Enumerable.Range(0, x.Rank).Where(a => a != from)];
        order.Insert(to, from);
        return x.Transpose(order.ToArray());
    }
}
