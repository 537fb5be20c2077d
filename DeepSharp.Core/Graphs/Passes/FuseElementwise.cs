namespace DeepSharp;

/// <summary>Joins element-wise ops into one loop where the results in between are used nowhere else.</summary>
/// <remarks>A group has one result and one shape; smaller operands are stretched as they are read.</remarks>
internal static class FuseElementwise
{
    /// <summary>Bounds that keep a group's operands and intermediate blocks in the first caches.</summary>
    private const int MostSteps = 24, MostInputs = 12;

    public static void Run(Graph graph)
    {
        var makers = new Dictionary<Tensor, Node>();
        var users = new Dictionary<Tensor, HashSet<Node>>();
        foreach (var node in graph.Nodes)
        {
            foreach (var t in node.Outputs) makers[t] = node;
            foreach (var t in node.Inputs)
                if (users.TryGetValue(t, out var set)) set.Add(node);
                else users[t] = [node];
        }
        var results = new HashSet<Tensor>(graph.Results);
        var place = graph.Nodes.Index().ToDictionary(p => p.Item, p => p.Index);

        var absorbed = new HashSet<Node>();
        var fused = new Dictionary<Node, Node>();
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            var root = graph.Nodes[i];
            if (root.Op is not ElementwiseOp || absorbed.Contains(root)) continue;
            var group = new HashSet<Node> { root };
            while (Next(group, root) is { } more) group.Add(more);
            if (group.Count == 1) continue;
            group.Remove(root);
            absorbed.UnionWith(group);
            fused[root] = Join([.. group.OrderBy(n => place[n]), root]);
        }
        graph.Nodes = [.. graph.Nodes.Where(n => !absorbed.Contains(n)).Select(n => fused.GetValueOrDefault(n, n))];

        // A maker of one of the group's operands that only the group uses and that has the group's shape.
        Node? Next(HashSet<Node> group, Node root)
        {
            if (group.Count == MostSteps) return null;
            foreach (var member in group)
                foreach (var t in member.Inputs)
                    if (makers.TryGetValue(t, out var maker) && maker.Op is ElementwiseOp && !group.Contains(maker) && !absorbed.Contains(maker)
                        && t.Shape == root.Outputs[0].Shape && !results.Contains(t) && users[t].IsSubsetOf(group)
                        && OutsideInputs(group, maker) <= MostInputs)
                        return maker;
            return null;
        }

        int OutsideInputs(HashSet<Node> group, Node more) => group.Append(more).SelectMany(n => n.Inputs).Distinct()
            .Count(t => !makers.TryGetValue(t, out var maker) || maker != more && !group.Contains(maker));
    }

    private static Node Join(List<Node> group)
    {
        var made = group.SelectMany(n => n.Outputs).ToHashSet();
        List<Tensor> inputs = [.. group.SelectMany(n => n.Inputs).Distinct().Where(t => !made.Contains(t))];
        var numbers = inputs.Index().ToDictionary(p => p.Item, p => p.Index);
        var steps = new List<FusedStep>();
        foreach (var node in group)
        {
            steps.Add(new((ElementwiseOp)node.Op, [.. node.Inputs.Select(t => numbers[t])]));
            numbers[node.Outputs[0]] = inputs.Count + steps.Count - 1;
        }
        return new(new FusedOp([.. steps]), [.. inputs], group[^1].Outputs, group[^1].Scope);
    }
}
