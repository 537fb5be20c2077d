namespace DeepSharp;

/// <summary>
/// Joins batch normalization with the addition and activation behind it, and its gradient with the activation's: the data is then read and
/// written as often as for the normalization alone.
/// </summary>
internal static class FuseBatchNorms
{
    public static void Run(Graph graph)
    {
        if (!graph.Nodes.Exists(n => n.Op is BatchNormOp)) return;
        Gradients(graph);
        Forward(graph);
    }

    /// <summary>The activation's gradient moves into the normalization's where nothing else uses it.</summary>
    private static void Gradients(Graph graph)
    {
        var uses = graph.CountUses();
        var makers = new Dictionary<Tensor, Node>();
        foreach (var node in graph.Nodes)
            foreach (var t in node.Outputs) makers[t] = node;

        var absorbed = new HashSet<Node>();
        var nodes = new List<Node>();
        foreach (var node in graph.Nodes)
        {
            var fused = node;
            if (node.Op is BatchNormGradientOp gradient && makers.GetValueOrDefault(node.Inputs[2]) is { Op: BatchNormOp norm } forward
                && makers.GetValueOrDefault(node.Inputs[4]) is { Op: ElementwiseOp, Inputs.Length: 2 } gate && uses[node.Inputs[4]] == 1
                && (gradient.Axis, gradient.Epsilon) == (norm.Axis, norm.Epsilon) && IsOf(forward, node) && SeesTheSame(gate, forward, makers)
                && gate.Inputs[0].Spec == node.Inputs[4].Spec)
            {
                Tensor[] inputs = [.. node.Inputs[..4], gate.Inputs[0], forward.Inputs[2]];
                var op = new FusedBatchNormGradientOp(gradient, (ElementwiseOp)gate.Op);
                if (Runs(graph, op, inputs))
                {
                    absorbed.Add(gate);
                    fused = new(op, inputs, node.Outputs, node.Scope);
                }
            }
            nodes.Add(fused);
        }
        graph.Nodes = [.. nodes.Where(n => !absorbed.Contains(n))];
    }

    /// <summary>Whether a gradient is that of this normalization: the same data, γ and statistics.</summary>
    private static bool IsOf(Node forward, Node gradient) =>
        ReferenceEquals(forward.Inputs[0], gradient.Inputs[0]) && ReferenceEquals(forward.Inputs[1], gradient.Inputs[1])
        && ReferenceEquals(forward.Outputs[1], gradient.Inputs[2]) && ReferenceEquals(forward.Outputs[2], gradient.Inputs[3]);

    /// <summary>Whether the gate may look at the normalized data: it does so already, or at a result that lies on the same side of every bend.</summary>
    private static bool SeesTheSame(Node gate, Node forward, Dictionary<Tensor, Node> makers)
    {
        var (y, seen) = (forward.Outputs[0], gate.Inputs[1]);
        if (ReferenceEquals(seen, y)) return true;
        if (makers.GetValueOrDefault(seen) is not { Inputs: [var x] } activation || !ReferenceEquals(x, y)) return false;
        return (gate.Op, activation.Op) switch
        {
            (BinaryOp<ReluGradientFn>, UnaryOp<ReluFn>) => true,
            (BinaryOp<RampGradientFn> { Fn: var g }, UnaryOp<RampFn> { Fn: var f }) =>
                f.ResultTellsSide && (g.Slope, g.Max, g.Threshold) == (f.Slope, f.Max, f.Threshold),
            _ => false,
        };
    }

    /// <summary>An addition of a tensor of the same shape and an activation move into the normalization where only they use its result.</summary>
    private static void Forward(Graph graph)
    {
        var uses = graph.CountUses();
        var user = new Dictionary<Tensor, Node>();
        var place = new Dictionary<Tensor, int>();
        foreach (var (i, node) in graph.Nodes.Index())
        {
            foreach (var t in node.Inputs) user[t] = node;
            foreach (var t in node.Outputs) place[t] = i;
        }

        var fusedAt = new Dictionary<Node, Node>();
        var absorbed = new HashSet<Node>();

        Node? OnlyUser(Tensor t) =>
            uses.GetValueOrDefault(t) == 1 && user.GetValueOrDefault(t) is { Op: ElementwiseOp } node && !fusedAt.ContainsKey(node)
            && !absorbed.Contains(node) && node.Outputs[0].Spec == t.Spec ? node : null;

        foreach (var norm in graph.Nodes)
        {
            if (norm.Op is not BatchNormOp op) continue;
            var (last, y) = (norm, norm.Outputs[0]);
            Tensor? other = null;
            ElementwiseOp? merge = null, activation = null;
            // The statistics may be wanted before another operand is known, so only one that is there already is taken along.
            if (OnlyUser(y) is { Op: BinaryOp<AddFn> } add && (ReferenceEquals(add.Inputs[0], y) ? add.Inputs[1] : add.Inputs[0]) is var o
                && o.Spec == y.Spec && place.GetValueOrDefault(o, -1) < place[y])
                (other, merge, last) = (o, (ElementwiseOp)add.Op, add);
            if (OnlyUser(last.Outputs[0]) is { Inputs.Length: 1 } unary) (activation, last) = ((ElementwiseOp)unary.Op, unary);
            if (last == norm) continue;

            Tensor[] inputs = other is null ? norm.Inputs : [.. norm.Inputs, other];
            var fused = new FusedBatchNormOp(op, merge, activation);
            if (!Runs(graph, fused, inputs)) continue;
            fusedAt[norm] = new(fused, inputs, [last.Outputs[0], norm.Outputs[1], norm.Outputs[2]], last.Scope);
            for (var n = user[y]; ; n = user[n.Outputs[0]])
            {
                absorbed.Add(n);
                if (n == last) break;
            }
        }
        graph.Nodes = [.. graph.Nodes.Where(n => !absorbed.Contains(n)).Select(n => fusedAt.GetValueOrDefault(n, n))];
    }

    private static bool Runs(Graph graph, Op op, Tensor[] inputs) => graph.Device.Backend.FindKernel(op, Array.ConvertAll(inputs, t => t.Spec)) is not null;
}
