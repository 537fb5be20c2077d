namespace DeepSharp;

/// <summary>
/// Moves what follows a matrix product or convolution into its last store: a scale and a bias along the last axis (batch normalization with
/// given statistics is both), a function of it and another tensor of its shape, an activation.
/// </summary>
/// <remarks>
/// Behind a product of 16-bit floats the steps in float32 become part of the product's arithmetic: what was rounded in between is not any more.
/// </remarks>
internal static class FuseProducts
{
    public static void Run(Graph graph)
    {
        var next = new NextSteps(graph);
        var fusedAt = new Dictionary<Node, Node[]>();
        foreach (var product in graph.Nodes)
            if (product.Op is not (ViewOp or ElementwiseOp) && product.Outputs.Length == 1 && !Fuse(product, merging: true)) Fuse(product, merging: false);
        if (fusedAt.Count == 0) return;
        graph.Nodes = [.. graph.Nodes.SelectMany(n => fusedAt.TryGetValue(n, out var fused) ? fused : next.Taken.Contains(n) ? [] : [n])];
        // Operands that were widened for their steps.
        RemoveDeadNodes.Run(graph);

        // Whether there was nothing to fuse or it was done.
        bool Fuse(Node product, bool merging)
        {
            var type = product.Outputs[0].DType;
            var steps = new List<NextStep>();
            Tensor? scale = null, bias = null, other = null;
            ElementwiseOp? merge = null, activation = null;
            NextStep? Behind() => steps is [.., { Kept: not null }] ? null : next.Behind(steps.Count == 0 ? product.Outputs[0] : steps[^1].Result);
            if (Behind() is { Node.Op: BinaryOp<MultiplyFn> } multiply && Channels(multiply) is { } s) (scale, steps) = (s, [.. steps, multiply]);
            if (Behind() is { Node.Op: BinaryOp<AddFn> } add && Channels(add) is { } b) (bias, steps) = (b, [.. steps, add]);
            if (merging && Behind() is { } binary && Other(binary) is { } o) (merge, other, steps) = ((ElementwiseOp)binary.Node.Op, o, [.. steps, binary]);
            if (Behind() is { Node.Inputs.Length: 1 } unary) (activation, steps) = ((ElementwiseOp)unary.Node.Op, [.. steps, unary]);
            if (steps.Count == 0) return true;

            var last = steps[^1];
            Tensor[] inputs = [.. product.Inputs, .. new[] { scale, bias, other }.OfType<Tensor>()];
            var op = new FusedProductOp(product.Op, bias is not null, activation, scale is not null, merge);
            if (graph.Device.Backend.FindKernel(op, Array.ConvertAll(inputs, t => t.Spec)) is null) return false;
            var end = last.Nodes[^1];
            Node fused = new(op, inputs, [last.Result], end.Scope);
            // The fused op stands where the last of its parts stood: only there are its other operands sure to be known.
            fusedAt[end] = last.Kept is { } wide ? [fused, new(new CastOp(wide.DType), [last.Result], [wide], end.Scope)] : [fused];
            next.Taken.UnionWith(steps.SelectMany(step => step.Nodes).Append(product));
            return true;

            // The other operand when it is a vector along the last axis.
            Tensor? Channels(NextStep step)
            {
                var (y, node) = (step.Value, step.Node);
                var t = next.Narrow(ReferenceEquals(node.Inputs[0], y) ? node.Inputs[1] : node.Inputs[0], type);
                return t is not null && y.Rank >= 2 && t.Rank >= 1 && t.Shape[^1] == y.Shape[^1] && t.Count == t.Shape[^1] && t.IsContiguous ? t : null;
            }

            // The other operand, of the same shape, of a function whose first argument is y or whose arguments may change places.
            Tensor? Other(NextStep step)
            {
                var (y, node) = (step.Value, step.Node);
                if (node.Inputs.Length != 2) return null;
                bool first = ReferenceEquals(node.Inputs[0], y);
                if (!first && node.Op is not (BinaryOp<AddFn> or BinaryOp<MultiplyFn>)) return null;
                var t = next.Narrow(node.Inputs[first ? 1 : 0], type);
                return t?.Spec == product.Outputs[0].Spec ? t : null;
            }
        }
    }
}
