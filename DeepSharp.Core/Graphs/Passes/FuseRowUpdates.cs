namespace DeepSharp;

/// <summary>
/// Lets an update take the gradient of a table as the rows it is made of, instead of a table of sums that is zero almost everywhere: where the rule
/// rests without a gradient, and where it is told to visit the named rows only.
/// </summary>
internal static class FuseRowUpdates
{
    public static void Run(Graph graph)
    {
        if (!graph.Nodes.Exists(n => n.Op is ScatterAddOp)) return;
        var uses = graph.CountUses();
        var makers = new Dictionary<Tensor, Node>();
        foreach (var node in graph.Nodes)
            if (node.Op is ScatterAddOp { Axis: 0, FromEnd: true }) makers[node.Outputs[0]] = node;

        var absorbed = new HashSet<Node>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            if (node.Op is not (OptimizerOp or RowUpdateOp) || !makers.TryGetValue(node.Inputs[1], out var sum) || uses[node.Inputs[1]] != 1) continue;
            var (ids, rows) = (sum.Inputs[0], sum.Inputs[1]);
            RowUpdateOp? op = node.Op switch
            {
                OptimizerOp { RestsWithoutGradient: true } rule => new(rule),
                RowUpdateOp { Summed: true } lazy when ReferenceEquals(node.Inputs[^1], ids) => lazy with { Summed = false },
                _ => null,
            };
            if (op is null) continue;
            Tensor[] others = node.Op is RowUpdateOp ? node.Inputs[2..^1] : node.Inputs[2..];
            Tensor[] inputs = [node.Inputs[0], rows, .. others, ids];
            if (graph.Device.Backend.FindKernel(op, Array.ConvertAll(inputs, t => t.Spec)) is null) continue;
            absorbed.Add(sum);
            graph.Nodes[i] = new(op, inputs, node.Outputs, node.Scope);
        }
        graph.Nodes = [.. graph.Nodes.Where(n => !absorbed.Contains(n))];
    }
}
