namespace DeepSharp;

/// <summary>Drops ops whose outputs nobody uses.</summary>
internal static class RemoveDeadNodes
{
    public static void Run(Graph graph)
    {
        var live = new HashSet<Tensor>(graph.Results);
        var kept = new List<Node>();
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            var node = graph.Nodes[i];
            if (!Array.Exists(node.Outputs, live.Contains)) continue;
            foreach (var t in node.Inputs) live.Add(t);
            kept.Add(node);
        }
        kept.Reverse();
        graph.Nodes = kept;
    }
}
