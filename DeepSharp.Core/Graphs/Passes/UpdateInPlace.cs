namespace DeepSharp;

/// <summary>Finds the variable updates that a kernel can write straight into the variable's storage.</summary>
/// <remarks>
/// Allowed where every other op that reads the old value runs earlier, and where the op itself, if it reads the old value, may
/// overwrite it. All other updates are copied after the last op.
/// </remarks>
internal static class UpdateInPlace
{
    public static Dictionary<Variable, Tensor> Find(Graph graph, List<Kernel?> kernels, Dictionary<Tensor, Tensor> roots)
    {
        var readers = new Dictionary<Tensor, List<(int Node, int Input)>>();
        var makers = new Dictionary<Tensor, (int Node, int Output)>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            for (int k = 0; k < node.Inputs.Length; k++)
            {
                var root = roots.GetValueOrDefault(node.Inputs[k], node.Inputs[k]);
                if (!readers.TryGetValue(root, out var list)) readers[root] = list = [];
                if (node.Op is not ViewOp) list.Add((i, k));
            }
            for (int o = 0; o < node.Outputs.Length; o++) makers[node.Outputs[o]] = (i, o);
        }

        var updates = new Dictionary<Variable, Tensor>();
        var outputs = new HashSet<Tensor>(graph.Outputs);
        foreach (var (variable, value) in graph.Writes)
        {
            if (outputs.Contains(value) || !makers.TryGetValue(value, out var maker)) continue;
            var symbol = graph.Reads[variable];
            bool safe = readers.GetValueOrDefault(symbol, []).TrueForAll(r =>
                r.Node < maker.Node
                || r.Node == maker.Node && kernels[r.Node]!.CanOverwrite(graph.Nodes[r.Node].Op, r.Input, maker.Output)
                    && Whole(graph.Nodes[r.Node].Inputs[r.Input], symbol));
            if (safe) updates[variable] = value;
        }
        return updates;
    }

    /// <summary>Whether a view reads the variable element by element; a part of it that is stretched would be overwritten before its last use.</summary>
    private static bool Whole(Tensor view, Tensor symbol) => view.IsContiguous && view.Spec.Bytes == symbol.Spec.Bytes;
}
