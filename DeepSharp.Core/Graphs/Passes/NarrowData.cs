namespace DeepSharp;

/// <summary>
/// Takes away the float32 copies around ops that compute in float32 anyway: where their data was widened from 16 bits and their result is only
/// rounded to them, a kernel that reads and writes 16 bits does the same.
/// </summary>
internal static class NarrowData
{
    public static void Run(Graph graph)
    {
        if (!graph.Nodes.Exists(n => n.Op is IMixedData)) return;
        var makers = new Dictionary<Tensor, Node>();
        var users = new Dictionary<Tensor, List<Node>>();
        foreach (var node in graph.Nodes)
        {
            foreach (var t in node.Outputs) makers[t] = node;
            foreach (var t in node.Inputs)
                if (users.TryGetValue(t, out var known)) known.Add(node);
                else users[t] = [node];
        }
        var results = new HashSet<Tensor>(graph.Results);
        var narrowed = new Dictionary<Node, Node>();
        var gone = new Dictionary<Tensor, Tensor>();
        foreach (var node in graph.Nodes)
            if (node.Op is IMixedData op && Narrowed(node, op) is { } narrow) narrowed[node] = narrow;
        if (narrowed.Count == 0) return;
        graph.Nodes = [.. graph.Nodes.Where(n => !n.Outputs.Any(gone.ContainsKey)).Select(n => narrowed.GetValueOrDefault(n, n))];
        graph.Substitute(gone);
        // The casts of operands that nobody else uses.
        RemoveDeadNodes.Run(graph);

        Node? Narrowed(Node node, IMixedData op)
        {
            var y = node.Outputs[0];
            if (y.DType != DType.Float32 || results.Contains(y)) return null;
            Tensor[] inputs = [.. node.Inputs];
            foreach (int i in op.DataInputs)
            {
                if (makers.GetValueOrDefault(inputs[i]) is not { Op: CastOp } cast || !cast.Inputs[0].DType.Is16Bit) return null;
                inputs[i] = cast.Inputs[0];
            }
            var type = inputs[0].DType;
            if (users.GetValueOrDefault(y) is not { } after || !after.TrueForAll(n => n.Op is CastOp cast && cast.To == type)) return null;
            if (Array.Exists(op.DataInputs.ToArray(), i => inputs[i].DType != type)) return null;
            if (graph.Device.Backend.FindKernel(node.Op, Array.ConvertAll(inputs, t => t.Spec)) is null) return null;
            var rounded = new Tensor(y.Spec with { DType = type }, y.Device) { Trace = y.Trace };
            foreach (var cast in after) gone[cast.Outputs[0]] = rounded;
            return new(node.Op, inputs, [rounded, .. node.Outputs[1..]], node.Scope);
        }
    }
}
