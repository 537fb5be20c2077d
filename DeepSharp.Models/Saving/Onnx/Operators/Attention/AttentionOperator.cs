namespace DeepSharp.Onnx;

/// <summary>Means of the values, weighted by how well the queries fit the keys: softmax(scale · Q · Kᵀ + mask) · V.</summary>
/// <remarks>Inputs with three axes hold the heads side by side. Where there are fewer heads of keys than of queries, several queries share one.
/// Further outputs: keys and values with those of the past, and the scores at the stage that <c>qk_matmul_output_mode</c> names.</remarks>
internal sealed class AttentionOperator : OnnxOperator
{
    public override int Since => 23;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        bool isFlat = x[0].Rank == 3;
        var q = Heads(node, x.Tensor(0), "q_num_heads");
        var (k, v) = (Heads(node, x.Tensor(1), "kv_num_heads"), Heads(node, x.Tensor(2), "kv_num_heads"));
        int past = 0;
        if (x.OptionalTensor(4) is { } pastKeys && x.OptionalTensor(5) is { } pastValues)
        {
            past = pastKeys.Shape[2];
            (k, v) = (Tensor.Concat([pastKeys, k], 2), Tensor.Concat([pastValues, v], 2));
        }
        if (k.Shape[1] < 1 || q.Shape[1] % k.Shape[1] != 0) throw node.Invalid($"{q.Shape[1]} heads of queries cannot share {k.Shape[1]} heads of keys");
        int shared = q.Shape[1] / k.Shape[1];
        var (keys, values) = shared == 1 ? (k, v) : (k.Repeat(shared, 1), v.Repeat(shared, 1));

        double root = Math.Sqrt(node.Float("scale", 1 / Math.Sqrt(q.Shape[3])));
        var product = (q * root).MatMul(keys * root, transposeB: true);
        var masked = product;
        if (x.OptionalTensor(3) is { } mask) masked = Masked(product, mask);
        if (node.Flag("is_causal"))
        {
            var (row, column) = (product.Positions(product.Shape[2]).ExpandDims(1) + past, product.Positions(product.Shape[3]));
            masked = Tensor.Where(row >= column, masked, masked.ScalarLike(double.NegativeInfinity));
        }
        double cap = node.Float("softcap", 0);
        var capped = cap > 0 ? (masked * (1 / cap)).Tanh() * cap : masked;
        var weights = capped.Softmax();
        var y = weights.MatMul(values);
        if (isFlat) y = y.Transpose([0, 2, 1, 3]).Reshape([y.Shape[0], y.Shape[2], y.Shape[1] * y.Shape[3]]);
        var scores = node.Int("qk_matmul_output_mode", 0) switch
        {
            0 => product,
            1 => masked,
            2 => capped,
            3 => weights,
            var mode => throw node.Invalid($"qk_matmul_output_mode is {mode}; expected 0 to 3"),
        };
        return [y, k, v, scores];
    }

    private static Tensor Masked(Tensor scores, Tensor mask)
    {
        // A mask may tell of fewer keys than there are: the others are not seen.
        int missing = scores.Shape[3] - mask.Shape[^1];
        if (missing > 0)
        {
            double hidden = mask.DType == DType.Bool ? 0 : double.NegativeInfinity;
            mask = mask.Pad([.. Enumerable.Repeat(default(AxisPadding), mask.Rank - 1), (0, missing)], PadMode.Constant, hidden);
        }
        return mask.DType == DType.Bool ? Tensor.Where(mask, scores, scores.ScalarLike(double.NegativeInfinity)) : scores + mask;
    }

    /// <summary>[batch, steps, heads · size] as [batch, heads, steps, size].</summary>
    private static Tensor Heads(OnnxNode node, Tensor x, string attribute)
    {
        if (x.Rank == 4) return x;
        int heads = node.Int(attribute);
        if (x.Rank != 3 || heads < 1 || x.Shape[2] % heads != 0)
            throw node.Invalid($"{heads} heads do not divide {x.Shape}, which must be [batch, steps, heads · size]");
        return x.Reshape([x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads]).Transpose([0, 2, 1, 3]);
    }
}
