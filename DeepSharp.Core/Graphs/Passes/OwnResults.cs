namespace DeepSharp;

/// <summary>Gives every result a tensor of its own that a kernel writes: inputs, constants, views and doubles are copied.</summary>
internal static class OwnResults
{
    public static void Run(Graph graph)
    {
        var owned = new HashSet<Tensor>(graph.Nodes.Where(n => n.Op is not ViewOp).SelectMany(n => n.Outputs));
        for (int i = 0; i < graph.Outputs.Length; i++) graph.Outputs[i] = Own(graph, owned, graph.Outputs[i]);
        foreach (var variable in graph.Writes.Keys.ToArray()) graph.Writes[variable] = Own(graph, owned, graph.Writes[variable]);
    }

    private static Tensor Own(Graph graph, HashSet<Tensor> owned, Tensor t)
    {
        if (owned.Remove(t)) return t;
        var copy = new Tensor(t.Spec, graph.Device) { Trace = graph.Inputs.FirstOrDefault()?.Trace };
        graph.Nodes.Add(new(new CopyOp(), [t], [copy]));
        return copy;
    }
}
