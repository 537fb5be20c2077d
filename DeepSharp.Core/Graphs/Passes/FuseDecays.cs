namespace DeepSharp;

/// <summary>Takes the decay w − w · d into the update behind it, which then reads and writes the variable once.</summary>
internal static class FuseDecays
{
    public static void Run(Graph graph)
    {
        if (!graph.Nodes.Exists(n => n.Op is OptimizerOp)) return;
        var uses = graph.CountUses();
        var makers = new Dictionary<Tensor, Node>();
        foreach (var node in graph.Nodes)
            if (node.Op is BinaryOp<SubtractFn> or BinaryOp<MultiplyFn>) makers[node.Outputs[0]] = node;

        Node? OnlyFor(Tensor t) => uses[t] == 1 ? makers.GetValueOrDefault(t) : null;

        var absorbed = new HashSet<Node>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            if (node.Op is not OptimizerOp rule || OnlyFor(node.Inputs[0]) is not { Op: BinaryOp<SubtractFn>, Inputs: [var w, var part] } difference
                || OnlyFor(part) is not { Op: BinaryOp<MultiplyFn>, Inputs: [var factor, var decay] } product
                || !ReferenceEquals(factor, w) || decay.Rank != 0 || decay.DType != w.DType)
                continue;
            var op = new FusedUpdateOp(rule, 1, true);
            Tensor[] inputs = [w, .. node.Inputs[1..], decay];
            if (graph.Device.Backend.FindKernel(op, Array.ConvertAll(inputs, t => t.Spec)) is null) continue;
            absorbed.UnionWith([difference, product]);
            graph.Nodes[i] = new(op, inputs, node.Outputs, node.Scope);
        }
        graph.Nodes = [.. graph.Nodes.Where(n => !absorbed.Contains(n))];
    }
}
