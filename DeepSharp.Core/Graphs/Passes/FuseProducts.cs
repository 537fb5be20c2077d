namespace DeepSharp;

/// <summary>Moves a bias addition and an activation behind a matrix product or convolution into its last store.</summary>
internal static class FuseProducts
{
    public static void Run(Graph graph)
    {
        var uses = graph.CountUses();
        var user = new Dictionary<Tensor, Node>();
        foreach (var node in graph.Nodes)
            foreach (var t in node.Inputs) user[t] = node;

        Node? OnlyUser(Tensor t) => uses.GetValueOrDefault(t) == 1 ? user.GetValueOrDefault(t) : null;

        var fusedAt = new Dictionary<Node, Node>();
        var absorbed = new HashSet<Node>();
        foreach (var product in graph.Nodes)
        {
            if (product.Op is ViewOp or ElementwiseOp || product.Outputs.Length != 1) continue;
            var last = product;
            Tensor? bias = null;
            ElementwiseOp? activation = null;
            if (OnlyUser(last.Outputs[0]) is { Op: BinaryOp<AddFn> } add && Bias(add, last.Outputs[0]) is { } b) (bias, last) = (b, add);
            if (OnlyUser(last.Outputs[0]) is { Op: ElementwiseOp } unary && unary.Inputs.Length == 1 && unary.Outputs[0].DType == last.Outputs[0].DType)
                (activation, last) = ((ElementwiseOp)unary.Op, unary);
            if (last == product) continue;

            Tensor[] inputs = bias is null ? product.Inputs : [.. product.Inputs, bias];
            var op = new FusedProductOp(product.Op, bias is not null, activation);
            if (graph.Device.Backend.FindKernel(op, Array.ConvertAll(inputs, t => t.Spec)) is null) continue;
            // The fused op stands where the last of its parts stood: only there is the bias sure to be known.
            fusedAt[last] = new(op, inputs, last.Outputs, last.Scope);
            for (var n = product; n != last; n = user[n.Outputs[0]]) absorbed.Add(n);
        }
        graph.Nodes = [.. graph.Nodes.Where(n => !absorbed.Contains(n)).Select(n => fusedAt.GetValueOrDefault(n, n))];
    }

    /// <summary>The other operand of an addition when it is a vector along the last axis.</summary>
    private static Tensor? Bias(Node add, Tensor y)
    {
        var other = ReferenceEquals(add.Inputs[0], y) ? add.Inputs[1] : add.Inputs[0];
        return other.Rank == 1 && y.Rank >= 2 && other.Shape[0] == y.Shape[^1] && add.Outputs[0].Shape == y.Shape && other.IsContiguous ? other : null;
    }
}
