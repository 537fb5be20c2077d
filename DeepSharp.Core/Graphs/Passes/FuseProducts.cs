namespace DeepSharp;

/// <summary>
/// Moves what follows a matrix product or convolution into its last store: a scale and a bias along the last axis (batch normalization with
/// given statistics is both), a function of it and another tensor of its shape, an activation.
/// </summary>
internal static class FuseProducts
{
    public static void Run(Graph graph)
    {
        var uses = graph.CountUses();
        var user = new Dictionary<Tensor, Node>();
        foreach (var node in graph.Nodes)
            foreach (var t in node.Inputs) user[t] = node;

        var fusedAt = new Dictionary<Node, Node>();
        var absorbed = new HashSet<Node>();

        Node? OnlyUser(Tensor t) =>
            uses.GetValueOrDefault(t) == 1 && user.GetValueOrDefault(t) is { Op: ElementwiseOp } node && !fusedAt.ContainsKey(node)
            && !absorbed.Contains(node) && node.Outputs[0].Spec == t.Spec ? node : null;

        foreach (var product in graph.Nodes)
            if (product.Op is not (ViewOp or ElementwiseOp) && product.Outputs.Length == 1 && !Fuse(product, merging: true)) Fuse(product, merging: false);
        graph.Nodes = [.. graph.Nodes.Where(n => !absorbed.Contains(n)).Select(n => fusedAt.GetValueOrDefault(n, n))];

        // Whether there was nothing to fuse or it was done.
        bool Fuse(Node product, bool merging)
        {
            var last = product;
            Tensor? scale = null, bias = null, other = null;
            ElementwiseOp? merge = null, activation = null;
            if (OnlyUser(last.Outputs[0]) is { Op: BinaryOp<MultiplyFn> } multiply && Channels(multiply, last.Outputs[0]) is { } s) (scale, last) = (s, multiply);
            if (OnlyUser(last.Outputs[0]) is { Op: BinaryOp<AddFn> } add && Channels(add, last.Outputs[0]) is { } b) (bias, last) = (b, add);
            if (merging && OnlyUser(last.Outputs[0]) is { } binary && Other(binary, last.Outputs[0]) is { } o)
                (merge, other, last) = ((ElementwiseOp)binary.Op, o, binary);
            if (OnlyUser(last.Outputs[0]) is { Inputs.Length: 1 } unary) (activation, last) = ((ElementwiseOp)unary.Op, unary);
            if (last == product) return true;

            Tensor[] inputs = [.. product.Inputs, .. new[] { scale, bias, other }.OfType<Tensor>()];
            var op = new FusedProductOp(product.Op, bias is not null, activation, scale is not null, merge);
            if (graph.Device.Backend.FindKernel(op, Array.ConvertAll(inputs, t => t.Spec)) is null) return false;
            // The fused op stands where the last of its parts stood: only there are its other operands sure to be known.
            fusedAt[last] = new(op, inputs, last.Outputs, last.Scope);
            for (var n = product; n != last; n = user[n.Outputs[0]]) absorbed.Add(n);
            return true;
        }
    }

    /// <summary>The other operand when it is a vector along the last axis.</summary>
    private static Tensor? Channels(Node node, Tensor y)
    {
        var other = ReferenceEquals(node.Inputs[0], y) ? node.Inputs[1] : node.Inputs[0];
        return y.Rank >= 2 && other.Rank >= 1 && other.Shape[^1] == y.Shape[^1] && other.Count == other.Shape[^1] && other.IsContiguous
            ? other : null;
    }

    /// <summary>The other operand, of the same shape, of a function whose first argument is y or whose arguments may change places.</summary>
    private static Tensor? Other(Node node, Tensor y)
    {
        if (node.Inputs.Length != 2) return null;
        bool first = ReferenceEquals(node.Inputs[0], y);
        if (!first && node.Op is not (BinaryOp<AddFn> or BinaryOp<MultiplyFn>)) return null;
        var other = node.Inputs[first ? 1 : 0];
        return other.Spec == y.Spec ? other : null;
    }
}
