namespace DeepSharp.Layers;

/// <summary>Means of the values, weighted by how well their keys fit each query; Luong's attention.</summary>
/// <remarks>
/// Called with [query, value] or [query, value, key]: [batch, T, dim], [batch, S, e], [batch, S, dim] → [batch, T, e]. Scores are
/// scale · q · k, or w · Σ tanh(scale · (q + k)). A query that may see nothing gets zeros. Luong, Pham and Manning 2015.
/// </remarks>
/// <param name="useScale">Whether a weight scales the scores.</param>
/// <param name="scoreMode">How query and key are compared.</param>
/// <param name="dropout">The part of the weights that is dropped in training, 0 to 1.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Layer(Inputs = LayerInputs.None)]
public sealed partial class Attention(bool useScale = false, ScoreMode scoreMode = ScoreMode.Dot, double dropout = 0, int? seed = null)
    : ScoredAttention(useScale, dropout, seed)
{
    private Weight? _scale, _concatScoreWeight;

    private protected override void BuildScores(Shape query)
    {
        _scale = UseScale ? AddWeight("scale", [], new Initializers.Ones()) : null;
        _concatScoreWeight = ScoreMode == ScoreMode.Concat ? AddWeight("concat_score_weight", [], new Initializers.Ones()) : null;
    }

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        if (_concatScoreWeight is null) return (_scale is null ? query : query * _scale.Value).MatMul(key, transposeB: true);
        var sum = query.ExpandDims(-2) + key.ExpandDims(-3);
        return (_scale is null ? sum : sum * _scale.Value).Tanh().Sum(-1) * _concatScoreWeight.Value;
    }
}
