namespace DeepSharp;

/// <summary>Joins the gradient of max pooling with that of the relu before it: a maximum lets through what relu does.</summary>
internal static class FusePoolGradients
{
    public static void Run(Graph graph)
    {
        if (!graph.Nodes.Exists(n => n.Op is MaxPoolGradientOp)) return;
        var uses = graph.CountUses();
        var makers = new Dictionary<Tensor, Node>();
        foreach (var node in graph.Nodes)
            if (node.Op is MaxPoolGradientOp) makers[node.Outputs[0]] = node;

        var absorbed = new HashSet<Node>();
        var nodes = new List<Node>();
        foreach (var node in graph.Nodes)
        {
            var fused = node;
            if (node.Op is BinaryOp<ReluGradientFn> && makers.GetValueOrDefault(node.Inputs[0]) is { } pool && uses[node.Inputs[0]] == 1
                && ReferenceEquals(node.Inputs[1], pool.Inputs[0]))
            {
                var op = new FusedMaxPoolGradientOp((MaxPoolGradientOp)pool.Op);
                if (graph.Device.Backend.FindKernel(op, Array.ConvertAll(pool.Inputs, t => t.Spec)) is not null)
                {
                    absorbed.Add(pool);
                    fused = new(op, pool.Inputs, node.Outputs, node.Scope);
                }
            }
            nodes.Add(fused);
        }
        graph.Nodes = [.. nodes.Where(n => !absorbed.Contains(n))];
    }
}
