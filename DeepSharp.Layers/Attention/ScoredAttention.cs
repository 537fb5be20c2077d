namespace DeepSharp.Layers;

/// <summary>What attention without projections shares: y = softmax(scores(query, key), masked) · value.</summary>
/// <remarks>
/// Query [batch, T, dim], value [batch, S, e], key [batch, S, dim] → [batch, T, e]. Masked values do not contribute; a query that may see
/// no value gets zeros, as do queries that are masked themselves. The output carries the query's mask.
/// </remarks>
/// <param name="useScale">Whether a weight scales the scores.</param>
/// <param name="dropout">The part of the weights that is dropped in training, 0 to 1.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
public abstract class ScoredAttention(bool useScale, double dropout, int? seed) : Layer
{
    private Dropout? _dropoutLayer;

    /// <summary>Whether a weight scales the scores.</summary>
    public bool UseScale { get; } = useScale;

    /// <summary>The part of the weights that is dropped in training.</summary>
    public double Dropout { get; } = dropout;

    /// <summary>The seed given, or null.</summary>
    public int? Seed { get; } = seed;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected sealed override void Build(Shape[] inputs)
    {
        if (inputs.Length is not (2 or 3)) throw new ShapeMismatchException($"{TypeName} takes the list [query, value] or [query, value, key] but got {inputs.Length} tensors.");
        foreach (var x in inputs)
            if (x.Rank != 3) throw new ShapeMismatchException($"{TypeName} expects each input to be [batch, steps, features] but got shape {x}.");
        BuildScores(inputs[0]);
        _dropoutLayer = Dropout == 0 ? null : new(Dropout, seed: Seed) { DTypePolicy = DTypePolicy };
        _dropoutLayer?.BuildFor([inputs[0]]);
    }

    /// <summary>Makes the weights.</summary>
    private protected abstract void BuildScores(Shape query);

    /// <summary>How well each query fits each key: [batch, T, dim] and [batch, S, dim] → [batch, T, S].</summary>
    private protected abstract Tensor Scores(Tensor query, Tensor key);

    /// <summary>The formula.</summary>
    /// <param name="inputs">The query, the value and, if it is not the value, the key.</param>
    /// <param name="mask">The masks of query and value, bool [batch, steps] each; their own if null.</param>
    /// <param name="returnAttentionScores">Whether the weights [batch, T, S] are given as a second output.</param>
    /// <param name="useCausalMask">Whether query i sees only the values up to i.</param>
    [CallMethod]
    private protected Tensor[] Attend(Tensor[] inputs, Tensor[]? mask = null, bool returnAttentionScores = false, bool useCausalMask = false)
    {
        if (inputs.Length is not (2 or 3)) throw new ShapeMismatchException($"{TypeName} takes the list [query, value] or [query, value, key] but got {inputs.Length} tensors.");
        if (mask is { Length: not (2 or 3) }) throw new ShapeMismatchException($"{TypeName} takes the masks of query and value but got {mask.Length}.");
        var (query, value, key) = (inputs[0], inputs[1], inputs[^1]);
        if (inputs.Length == 2) key = value;
        var weights = Scores(query, key).MaskedSoftmax(AttentionMasks.OfKeys(mask?[1]), useCausalMask);
        if (_dropoutLayer is not null) weights = _dropoutLayer.Apply(weights);
        var y = weights.MatMul(value);
        if (AttentionMasks.OfQueries(mask?[0]) is { } seen) y = Tensor.Where(seen, y, y.ScalarLike(0));
        return returnAttentionScores ? [y, weights] : [y];
    }
}
