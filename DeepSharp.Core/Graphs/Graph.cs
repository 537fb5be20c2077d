namespace DeepSharp;

/// <summary>One recorded op. Tensors serve as the graph's edges.</summary>
internal sealed class Node(Op op, Tensor[] inputs, Tensor[] outputs, OpScope? scope = null)
{
    public Op Op { get; } = op;

    public Tensor[] Inputs { get; } = inputs;

    public Tensor[] Outputs { get; } = outputs;

    /// <summary>The layer that the op was recorded for; of a fused op the last part's.</summary>
    public OpScope Scope { get; } = scope ?? OpScope.Outside;

    public override string ToString() => $"{string.Join(", ", Outputs.Select(o => o.Spec))} = {Op}";
}

/// <summary>A recorded step: ops in order, what goes in, what comes out, which variables it reads and writes.</summary>
internal sealed class Graph(
    Device device, List<Node> nodes, Tensor[] inputs, Tensor[] outputs, Dictionary<Variable, Tensor> reads, Dictionary<Variable, Tensor> writes)
{
    public Device Device => device;

    public List<Node> Nodes { get; set; } = nodes;

    public Tensor[] Inputs => inputs;

    public Tensor[] Outputs { get; } = outputs;

    /// <summary>The symbol of each variable's value at the start.</summary>
    public Dictionary<Variable, Tensor> Reads => reads;

    /// <summary>Each changed variable's value at the end.</summary>
    public Dictionary<Variable, Tensor> Writes => writes;

    /// <summary>Replaces tensors everywhere by those they map to (chains are followed).</summary>
    public void Substitute(IReadOnlyDictionary<Tensor, Tensor> map)
    {
        if (map.Count == 0) return;
        Tensor Resolve(Tensor t)
        {
            while (map.TryGetValue(t, out var next)) t = next;
            return t;
        }
        foreach (var node in Nodes)
            for (int i = 0; i < node.Inputs.Length; i++) node.Inputs[i] = Resolve(node.Inputs[i]);
        for (int i = 0; i < Outputs.Length; i++) Outputs[i] = Resolve(Outputs[i]);
        foreach (var variable in writes.Keys.ToArray()) writes[variable] = Resolve(writes[variable]);
    }

    /// <summary>Every tensor that must exist at the end.</summary>
    public IEnumerable<Tensor> Results => Outputs.Concat(writes.Values);

    /// <summary>How often each tensor is used, as an op's input or as a result.</summary>
    public Dictionary<Tensor, int> CountUses()
    {
        var uses = new Dictionary<Tensor, int>();
        foreach (var t in Nodes.SelectMany(n => n.Inputs).Concat(Results))
            uses[t] = uses.GetValueOrDefault(t) + 1;
        return uses;
    }

    /// <summary>The op list, one line each.</summary>
    public override string ToString() => string.Join('\n', Nodes);
}
