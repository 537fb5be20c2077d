namespace DeepSharp;

/// <summary>Means of the values, weighted by how well the queries fit the keys: softmax(scale · q · kᵀ, masked) · v.</summary>
/// <remarks>
/// Inputs: q [.., T, d], k [.., S, d], v [.., S, e] and, if there is one, a bool mask that stretches over [.., T, S]; leading axes broadcast.
/// Output [.., T, e], zeros for a query that sees nothing. Vaswani et al. 2017.
/// </remarks>
/// <param name="Scale">Multiplies the scores; 1 / √d as a rule.</param>
/// <param name="IsCausal">Whether query i sees only the keys up to i.</param>
public sealed record ScaledDotProductAttentionOp(double Scale, bool IsCausal = false) : Op
{
    /// <inheritdoc/>
    public override string Family => "Attention";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (q, k, v) = (inputs[0], inputs[1], inputs[2]);
        Domains.Require(Name, FnDomain.Floating, q.DType);
        if (k.DType != q.DType || v.DType != q.DType)
            throw new DTypeMismatchException($"[{Name}] expects query, key and value of one element type but got {q}, {k} and {v}. Cast them.");
        if (q.Shape.Rank < 2 || k.Shape.Rank < 2 || v.Shape.Rank < 2 || !Agree(q.Shape[^1], k.Shape[^1]) || !Agree(k.Shape[^2], v.Shape[^2]))
            throw new ShapeMismatchException(
                $"[{Name}] expects a query [.., T, d], a key [.., S, d] and a value [.., S, e] but got {q.Shape}, {k.Shape} and {v.Shape}.");
        var batch = Shape.Broadcast(q.Shape[..^2], k.Shape[..^2], Name);
        if (inputs.Length > 3) MaskedSoftmaxOp.RequireMask(Name, inputs[3], [.. batch.Dims, q.Shape[^2], k.Shape[^2]]);
        return [new([.. Shape.Broadcast(batch, v.Shape[..^2], Name).Dims, q.Shape[^2], v.Shape[^1]], q.DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var scores = (x[0] * Scale).MatMul(x[1], transposeB: true);
        return [scores.MaskedSoftmax(x.Length > 3 ? x[3] : null, IsCausal).MatMul(x[2])];
    }

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        long bytes = outputs[0].Bytes;
        foreach (var x in inputs) bytes += x.Bytes;
        return new(2 * (outputs[0].Shape.Count / Math.Max(1, outputs[0].Shape[^1])) * inputs[1].Shape[^2] * (inputs[0].Shape[^1] + outputs[0].Shape[^1]), bytes);
    }

    private static bool Agree(int a, int b) => a == b || a == Dim.Any || b == Dim.Any;
}

public sealed partial class Tensor
{
    /// <summary>Means of values, weighted by how well this query fits the keys: softmax(scale · q · kᵀ, masked) · v.</summary>
    /// <param name="key">[.., S, d] for a query [.., T, d]; leading axes broadcast.</param>
    /// <param name="value">[.., S, e].</param>
    /// <param name="mask">A bool tensor that stretches over [.., T, S], true where a query may see a key; all if null.</param>
    /// <param name="scale">Multiplies the scores; 1 / √d if null.</param>
    /// <param name="isCausal">Whether query i sees only the keys up to i.</param>
    /// <returns>[.., T, e]; zeros for a query that sees nothing.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="DTypeMismatchException">The element types differ, or the mask is not bool.</exception>
    public Tensor ScaledDotProductAttention(Tensor key, Tensor value, Tensor? mask = null, double? scale = null, bool isCausal = false)
    {
        var op = new ScaledDotProductAttentionOp(scale ?? 1 / Math.Sqrt(Shape[^1]), isCausal);
        return mask is null ? op.Apply(this, key, value) : op.Apply(this, key, value, mask);
    }
}
