namespace DeepSharp;

/// <summary>
/// Joins a recurrent op with the projection of its inputs, for devices whose library does both. Only where nobody asks for the gates: those that
/// a gradient needs no library gives.
/// </summary>
internal static class FuseProjections
{
    /// <summary>Of both ops, without a mask.</summary>
    private const int Inputs = 4;

    public static void Run(Graph graph)
    {
        if (!graph.Nodes.Exists(n => IsPlain(n.Op))) return;
        var uses = graph.CountUses();
        var makers = new Dictionary<Tensor, Node>();
        foreach (var node in graph.Nodes)
            foreach (var t in node.Outputs) makers[t] = node;

        var absorbed = new HashSet<Node>();
        var fusedAt = new Dictionary<Node, Node>();
        foreach (var node in graph.Nodes)
        {
            // The projection of all steps at once, [time · batch, gates · units], seen as steps.
            if (!IsPlain(node.Op) || node.Inputs.Length != Inputs || OnlyMaker(node.Inputs[0]) is not { Op: ReshapeOp } steps) continue;
            var sum = OnlyMaker(steps.Inputs[0]);
            var (product, bias) = sum is { Op: BinaryOp<AddFn> } ? Parts(sum) : (sum, null);
            if (product is not { Op: MatMulOp { TransposeA: false, TransposeB: false }, Inputs: [var x, var kernel] } || x.Rank != 2 || kernel.Rank != 2)
                continue;
            var op = new ProjectedSequenceOp(node.Op, bias is not null);
            Tensor[] inputs = [x, kernel, .. bias is null ? Array.Empty<Tensor>() : [bias], .. node.Inputs[1..]];
            if (node.Inputs[1].Shape[0] == 0 || graph.Device.Backend.FindKernel(op, Array.ConvertAll(inputs, t => t.Spec)) is null) continue;
            absorbed.UnionWith(bias is null ? [product, steps] : [product, sum!, steps]);
            fusedAt[node] = new(op, inputs, node.Outputs, node.Scope);
        }
        if (fusedAt.Count > 0) graph.Nodes = [.. graph.Nodes.Where(n => !absorbed.Contains(n)).Select(n => fusedAt.GetValueOrDefault(n, n))];

        Node? OnlyMaker(Tensor t) => uses.GetValueOrDefault(t) == 1 ? makers.GetValueOrDefault(t) : null;

        // A product, and a vector along its rows that is added to it.
        (Node? Product, Tensor? Bias) Parts(Node sum)
        {
            foreach (var (y, other) in new[] { (sum.Inputs[0], sum.Inputs[1]), (sum.Inputs[1], sum.Inputs[0]) })
                if (OnlyMaker(y) is { Op: MatMulOp } product && other.Rank >= 1 && other.Count == other.Shape[^1] && other.Shape[^1] == y.Shape[^1]
                    && other.IsContiguous) return (product, other);
            return (null, null);
        }
    }

    /// <summary>Whether an op is a recurrent one whose steps run forward, all count, and leave nothing but their states.</summary>
    private static bool IsPlain(Op op) => op is LstmSequenceOp { Reverse: false, KeepsGates: false } or GruSequenceOp { Reverse: false, KeepsGates: false };
}
