namespace DeepSharp;

/// <summary>Joins the updates of small variables by one rule into one loop.</summary>
internal static class FuseUpdates
{
    /// <summary>Larger variables fill a loop of their own.</summary>
    private const long LargestJoined = 1 << 16;

    public static void Run(Graph graph)
    {
        if (!graph.Nodes.Exists(n => n.Op is OptimizerOp or FusedUpdateOp)) return;
        var firstUse = new Dictionary<Tensor, int>();
        foreach (var (i, node) in graph.Nodes.Index())
            foreach (var t in node.Inputs) firstUse.TryAdd(t, i);

        var groups = graph.Nodes.Index().Where(p => p.Item.Op is OptimizerOp or FusedUpdateOp && p.Item.Outputs[0].Count <= LargestJoined)
            .GroupBy(p => p.Item.Op is FusedUpdateOp fused
                ? (fused.Rule, p.Item.Inputs[^2], p.Item.Inputs[^1]) : ((OptimizerOp)p.Item.Op, p.Item.Inputs[^1], (Tensor?)null));
        var replaced = new Dictionary<Node, Node?>();
        foreach (var group in groups)
        {
            // The joined update stands where the last of its parts stood; a part whose result is wanted before that stays where it is.
            int last = group.Max(p => p.Index);
            var parts = group.Where(p => p.Item.Outputs.All(t => firstUse.GetValueOrDefault(t, last + 1) > last)).Select(p => p.Item).ToList();
            if (parts.Count < 2) continue;
            var (rule, scalar, decay) = group.Key;
            int width = rule.SlotNames().Count + 2;
            Tensor[] inputs = [.. parts.SelectMany(n => n.Inputs[..width]), scalar, .. new[] { decay }.OfType<Tensor>()];
            var op = new FusedUpdateOp(rule, parts.Count, decay is not null);
            if (graph.Device.Backend.FindKernel(op, Array.ConvertAll(inputs, t => t.Spec)) is null) continue;
            foreach (var part in parts) replaced[part] = null;
            replaced[parts[^1]] = new(op, inputs, [.. parts.SelectMany(n => n.Outputs)], parts[^1].Scope);
        }
        graph.Nodes = [.. graph.Nodes.Select(n => replaced.TryGetValue(n, out var joined) ? joined : n).OfType<Node>()];
    }
}
