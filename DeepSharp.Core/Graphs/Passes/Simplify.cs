namespace DeepSharp;

/// <summary>Drops arithmetic that changes nothing: x · 1, x / 1, x + 0, x − 0.</summary>
internal static class Simplify
{
    public static void Run(Graph graph)
    {
        var map = new Dictionary<Tensor, Tensor>();
        var kept = new List<Node>();
        foreach (var node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
                if (map.TryGetValue(node.Inputs[i], out var t)) node.Inputs[i] = t;
            if (Neutral(node) is { } same && same.Spec == node.Outputs[0].Spec) map[node.Outputs[0]] = same;
            else kept.Add(node);
        }
        graph.Nodes = kept;
        graph.Substitute(map);
    }

    /// <summary>The operand the op leaves unchanged, if it does.</summary>
    private static Tensor? Neutral(Node node) => node.Op switch
    {
        BinaryOp<MultiplyFn> => Other(node, 1),
        BinaryOp<AddFn> => Other(node, 0),
        BinaryOp<DivideFn> when node.Inputs[1].Constant == 1 => node.Inputs[0],
        BinaryOp<SubtractFn> when node.Inputs[1].Constant == 0 => node.Inputs[0],
        _ => null,
    };

    private static Tensor? Other(Node node, double neutral) =>
        node.Inputs[1].Constant == neutral ? node.Inputs[0] : node.Inputs[0].Constant == neutral ? node.Inputs[1] : null;
}
