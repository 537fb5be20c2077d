namespace DeepSharp.Layers;

/// <summary>Means of the values, weighted by Σ scale · tanh(query + key); Bahdanau's attention.</summary>
/// <remarks>
/// Called with [query, value] or [query, value, key]: [batch, T, dim], [batch, S, e], [batch, S, dim] → [batch, T, e]; scale [dim].
/// A query that may see nothing gets zeros. Bahdanau, Cho and Bengio 2015.
/// </remarks>
/// <param name="useScale">Whether a weight scales each feature of the sum.</param>
/// <param name="dropout">The part of the weights that is dropped in training, 0 to 1.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Layer(Inputs = LayerInputs.None)]
public sealed partial class AdditiveAttention(bool useScale = true, double dropout = 0, int? seed = null) : ScoredAttention(useScale, dropout, seed)
{
    private Weight? _scale;

    private protected override void BuildScores(Shape query) => _scale = UseScale ? AddWeight("scale", [query[^1]]) : null;

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        var sum = (query.ExpandDims(-2) + key.ExpandDims(-3)).Tanh();
        return (_scale is null ? sum : sum * _scale.Value).Sum(-1);
    }
}
