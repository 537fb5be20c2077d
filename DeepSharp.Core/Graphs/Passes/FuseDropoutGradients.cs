namespace DeepSharp;

/// <summary>
/// Joins the gradient of dropout with that of the relu before it: what dropout gave is positive just where both let a number through, so that the mask
/// need not be drawn again.
/// </summary>
internal static class FuseDropoutGradients
{
    public static void Run(Graph graph)
    {
        if (!graph.Nodes.Exists(n => n.Op is DropoutOp)) return;
        var uses = graph.CountUses();
        var dropouts = graph.Nodes.Where(n => n.Op is DropoutOp).ToDictionary(n => n.Outputs[0]);
        // What dropout gave so far; a result that comes later cannot be a gate.
        var results = new Dictionary<(Op, Tensor X, Tensor State), Tensor>();
        var absorbed = new HashSet<Node>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            if (node.Op is DropoutOp) results.TryAdd((node.Op, node.Inputs[0], node.Inputs[1]), node.Outputs[0]);
            if (node.Op is not BinaryOp<ReluGradientFn> || dropouts.GetValueOrDefault(node.Inputs[0]) is not { Op: DropoutOp { Rate: < 1 } drop } gradient
                || uses[node.Inputs[0]] != 1 || !results.TryGetValue((drop, node.Inputs[1], gradient.Inputs[1]), out var result))
                continue;
            absorbed.Add(gradient);
            graph.Nodes[i] = new(new BinaryOp<DroppedReluGradientFn>(new(drop.Scale)), [gradient.Inputs[0], result], node.Outputs, node.Scope);
        }
        graph.Nodes = [.. graph.Nodes.Where(n => !absorbed.Contains(n))];
    }
}
