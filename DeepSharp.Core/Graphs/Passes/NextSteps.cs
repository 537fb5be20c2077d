namespace DeepSharp;

/// <summary>Finds the element-wise op that alone uses a tensor. Of a tensor of 16 bits it sees through the casts around an op in float32.</summary>
internal sealed class NextSteps
{
    private readonly Dictionary<Tensor, int> _uses;
    private readonly Dictionary<Tensor, List<Node>> _users = [];
    private readonly Dictionary<Tensor, Node> _makers = [];
    private readonly Dictionary<Node, int> _places = [];

    public NextSteps(Graph graph)
    {
        _uses = graph.CountUses();
        foreach (var (place, node) in graph.Nodes.Index())
        {
            _places[node] = place;
            foreach (var t in node.Outputs) _makers[t] = node;
            foreach (var t in node.Inputs.Distinct())
                if (_users.TryGetValue(t, out var known)) known.Add(node);
                else _users[t] = [node];
        }
    }

    /// <summary>Nodes that are part of a fused op already.</summary>
    public HashSet<Node> Taken { get; } = [];

    /// <summary>What follows a tensor, or null where that is not one element-wise op of its shape and type.</summary>
    public NextStep? Behind(Tensor t)
    {
        if (!t.DType.Is16Bit) return OnlyUser(t) is { } user && user.Outputs[0].Spec == t.Spec ? new(user, t, [user], null) : null;
        if (OnlyUser(t) is not { Op: CastOp { To: DType.Float32 } } widen) return null;
        var wide = widen.Outputs[0];
        if (OnlyUser(wide) is not { } node || node.Outputs[0].Spec != wide.Spec) return null;
        var y = node.Outputs[0];
        if (_users.GetValueOrDefault(y)?.Find(n => n.Op is CastOp cast && cast.To == t.DType) is not { } narrow || Taken.Contains(narrow)) return null;
        if (_uses[y] == 1) return new(node, wide, [widen, node, narrow], null);
        // Others want the float32 result too. Relu of a number of 16 bits is one: widening what was stored gives it back.
        bool isKept = node.Op is UnaryOp<ReluFn> && _users[y].TrueForAll(n => _places[n] >= _places[narrow]);
        return isKept ? new(node, wide, [widen, node, narrow], y) : null;
    }

    /// <summary>The tensor of 16 bits that a float32 operand of such a step was widened from; other operands as they are.</summary>
    /// <returns>Null where there is none.</returns>
    public Tensor? Narrow(Tensor operand, DType type)
    {
        if (!type.Is16Bit) return operand;
        return _makers.GetValueOrDefault(operand) is { Op: CastOp } cast && cast.Inputs[0].DType == type ? cast.Inputs[0] : null;
    }

    private Node? OnlyUser(Tensor t) =>
        _uses.GetValueOrDefault(t) == 1 && _users.GetValueOrDefault(t) is [{ Op: ElementwiseOp } node] && !Taken.Contains(node) ? node : null;
}

/// <summary>An element-wise op behind a tensor.</summary>
/// <param name="Node">The op.</param>
/// <param name="Value">The tensor as the op's operand.</param>
/// <param name="Nodes">The op and the casts around it; the output of the last is the step's result.</param>
/// <param name="Kept">The op's float32 result where others use it too, otherwise null.</param>
internal sealed record NextStep(Node Node, Tensor Value, Node[] Nodes, Tensor? Kept)
{
    public Tensor Result => Nodes[^1].Outputs[0];
}
