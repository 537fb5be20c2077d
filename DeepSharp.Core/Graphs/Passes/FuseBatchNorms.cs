namespace DeepSharp;

/// <summary>
/// Joins batch normalization with the addition and activation behind it, and its gradient with the activation's: the data is then read and
/// written as often as for the normalization alone.
/// </summary>
/// <remarks>Around data of 16 bits it sees through the casts of steps in float32; what was rounded between them is not any more.</remarks>
internal static class FuseBatchNorms
{
    public static void Run(Graph graph)
    {
        if (!graph.Nodes.Exists(n => n.Op is BatchNormOp)) return;
        Gradients(graph);
        Forward(graph);
        // The casts of operands that are read as they are now.
        RemoveDeadNodes.Run(graph);
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
                && Gate(node.Inputs[4]) is [.., { } gate] parts && (gradient.Axis, gradient.Epsilon) == (norm.Axis, norm.Epsilon) && IsOf(forward, node)
                && SeesTheSame(gate, forward, makers) && gate.Inputs[0].Shape == node.Inputs[4].Shape
                && Narrow(makers, gate.Inputs[0], node.Inputs[4].DType) is { } arriving)
            {
                Tensor[] inputs = [.. node.Inputs[..4], arriving, forward.Inputs[2]];
                var op = new FusedBatchNormGradientOp(gradient, (ElementwiseOp)gate.Op);
                if (Runs(graph, op, inputs))
                {
                    absorbed.UnionWith(parts);
                    fused = new(op, inputs, node.Outputs, node.Scope);
                }
            }
            nodes.Add(fused);
        }
        graph.Nodes = [.. nodes.Where(n => !absorbed.Contains(n))];

        // The function of two tensors that alone makes a tensor, behind the cast that rounds it where that has 16 bits.
        Node[] Gate(Tensor dy)
        {
            if (makers.GetValueOrDefault(dy) is not { Op: ElementwiseOp } maker || uses[dy] != 1) return [];
            if (dy.DType.Is16Bit && maker.Op is CastOp) return Gate(maker.Inputs[0]) is [var gate] ? [maker, gate] : [];
            return maker.Inputs.Length == 2 ? [maker] : [];
        }
    }

    /// <summary>A tensor, or the one of another type that it was cast from; null where neither is of the type.</summary>
    private static Tensor? Narrow(Dictionary<Tensor, Node> makers, Tensor t, DType type) =>
        t.DType == type ? t : makers.GetValueOrDefault(t) is { Op: CastOp } cast && cast.Inputs[0].DType == type ? cast.Inputs[0] : null;

    /// <summary>Whether a gradient is that of this normalization: the same data, γ and statistics.</summary>
    private static bool IsOf(Node forward, Node gradient) =>
        ReferenceEquals(forward.Inputs[0], gradient.Inputs[0]) && ReferenceEquals(forward.Inputs[1], gradient.Inputs[1])
        && ReferenceEquals(forward.Outputs[1], gradient.Inputs[2]) && ReferenceEquals(forward.Outputs[2], gradient.Inputs[3]);

    /// <summary>Whether the gate may look at the normalized data: it does so already, or at a result that lies on the same side of every bend.</summary>
    private static bool SeesTheSame(Node gate, Node forward, Dictionary<Tensor, Node> makers)
    {
        var (y, seen) = (forward.Outputs[0], gate.Inputs[1]);
        if (ReferenceEquals(Narrow(makers, seen, y.DType), y)) return true;
        if (makers.GetValueOrDefault(seen) is not { Inputs: [var x] } activation || !ReferenceEquals(Narrow(makers, x, y.DType), y)) return false;
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
        var next = new NextSteps(graph);
        var place = new Dictionary<Tensor, int>();
        foreach (var (i, node) in graph.Nodes.Index())
            foreach (var t in node.Outputs) place[t] = i;

        var fusedAt = new Dictionary<Node, Node[]>();
        foreach (var norm in graph.Nodes)
        {
            if (norm.Op is not BatchNormOp op) continue;
            var y = norm.Outputs[0];
            var steps = new List<NextStep>();
            Tensor? other = null;
            ElementwiseOp? merge = null, activation = null;
            // The statistics may be wanted before another operand is known, so only one that is there already is taken along.
            if (next.Behind(y) is { Node.Op: BinaryOp<AddFn> } add
                && next.Narrow(ReferenceEquals(add.Node.Inputs[0], add.Value) ? add.Node.Inputs[1] : add.Node.Inputs[0], y.DType) is { } o
                && o.Spec == y.Spec && place.GetValueOrDefault(o, -1) < place[y])
                (other, merge, steps) = (o, (ElementwiseOp)add.Node.Op, [add]);
            if (next.Behind(steps is [var first] ? first.Result : y) is { Node.Inputs.Length: 1 } unary)
                (activation, steps) = ((ElementwiseOp)unary.Node.Op, [.. steps, unary]);
            if (steps.Count == 0) continue;

            Tensor[] inputs = other is null ? norm.Inputs : [.. norm.Inputs, other];
            var fused = new FusedBatchNormOp(op, merge, activation);
            if (!Runs(graph, fused, inputs)) continue;
            var (last, scope) = (steps[^1], steps[^1].Nodes[^1].Scope);
            Node made = new(fused, inputs, [last.Result, norm.Outputs[1], norm.Outputs[2]], scope);
            fusedAt[norm] = last.Kept is { } wide ? [made, new(new CastOp(wide.DType), [last.Result], [wide], scope)] : [made];
            next.Taken.UnionWith(steps.SelectMany(step => step.Nodes));
        }
        graph.Nodes = [.. graph.Nodes.Where(n => !next.Taken.Contains(n)).SelectMany(n => fusedAt.TryGetValue(n, out var fused) ? fused : [n])];
    }

    private static bool Runs(Graph graph, Op op, Tensor[] inputs) => graph.Device.Backend.FindKernel(op, Array.ConvertAll(inputs, t => t.Spec)) is not null;
}
