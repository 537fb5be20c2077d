namespace DeepSharp.Layers;

/// <summary>Brings projected tensors [batch, steps.., heads, size] into the form [.., heads, T, size] that attention works on, and back.</summary>
/// <remarks>Axes of steps that are not attended over are further batches. Several attended axes become one.</remarks>
internal sealed class AttentionAxes
{
    private readonly int[] _attended;
    private readonly int[] _order;

    /// <param name="axes">The attended axes of the inputs; all between batch and features if null.</param>
    /// <param name="rank">The number of axes of the inputs.</param>
    /// <exception cref="ShapeMismatchException">An axis is none of those between batch and features, or named twice.</exception>
    public AttentionAxes(int[]? axes, int rank)
    {
        _attended = axes is null ? [.. Enumerable.Range(1, rank - 2)] : [.. axes.Select(a => a < 0 ? a + rank : a)];
        if (_attended.Length == 0 || _attended.Distinct().Count() != _attended.Length || _attended.Any(a => a < 1 || a > rank - 2))
            throw new ShapeMismatchException($"attentionAxes must name axes between batch and features, each once: 1 to {rank - 2} for an input of {rank} axes, but got ({string.Join(", ", axes ?? [])}).");
        // The projected tensor has one axis more: heads, then size.
        _order = [.. Enumerable.Range(0, rank - 1).Except(_attended), rank - 1, .. _attended, rank];
    }

    /// <summary>Whether the first axis of steps is the only one attended over, so that masks of sequences apply.</summary>
    public bool IsSequence => _attended is [1];

    /// <summary>[batch, steps.., heads, size] → [.., heads, T, size].</summary>
    public Tensor Gather(Tensor x)
    {
        var y = x.Transpose(_order);
        return _attended.Length == 1 ? y : y.Reshape([.. y.Shape.Dims[..^(_attended.Length + 1)], Folded(y.Shape.Dims[^(_attended.Length + 1)..^1]), y.Shape[^1]]);
    }

    /// <summary>[.., heads, T, size] → [batch, steps.., heads, size], with the steps of the queries.</summary>
    public Tensor Scatter(Tensor y, Shape queries)
    {
        if (_attended.Length > 1) y = y.Reshape([.. y.Shape.Dims[..^2], .. Steps(queries).Dims, y.Shape[^1]]);
        return y.Transpose([.. Enumerable.Range(0, _order.Length).Select(a => Array.IndexOf(_order, a))]);
    }

    /// <summary>Weights [.., heads, T, S] with the axes that T and S stand for.</summary>
    public Tensor Unfold(Tensor weights, Shape queries, Shape keys) => _attended.Length == 1
        ? weights
        : weights.Reshape([.. weights.Shape.Dims[..^2], .. Steps(queries).Dims, .. Steps(keys).Dims]);

    /// <summary>A mask [batch.., queries.., keys..] as [batch.., 1 for the heads, T, S].</summary>
    public Tensor Stretch(Tensor mask, int rank)
    {
        int n = _attended.Length;
        if (mask.Rank < 2 * n) throw new ShapeMismatchException($"An attention mask is [batch, queries.., keys..] but got {mask.Shape}.");
        if (n > 1) mask = mask.Reshape([.. mask.Shape.Dims[..^(2 * n)], Folded(mask.Shape.Dims[^(2 * n)..^n]), Folded(mask.Shape.Dims[^n..])]);
        while (mask.Rank < rank) mask = mask.ExpandDims(mask.Rank - 2);
        return mask;
    }

    private Shape Steps(Shape projected) => [.. _attended.Select(a => projected[a])];

    private static int Folded(ReadOnlySpan<int> lengths)
    {
        int product = 1;
        foreach (int length in lengths) product = length == Dim.Any ? throw new ShapeMismatchException("Attention over several axes needs their lengths, but one is not known. Give the model a full input shape.") : product * length;
        return product;
    }
}
