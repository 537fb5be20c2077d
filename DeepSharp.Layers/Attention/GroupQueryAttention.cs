namespace DeepSharp.Layers;

/// <summary>Attention by several heads of queries, groups of which share one head of keys and values.</summary>
/// <remarks>
/// Query [batch, T, dim], value and key [batch, S, …] → [batch, T, dim]; scores [batch, numQueryHeads, T, S]. With as many heads of keys and
/// values this is <see cref="MultiHeadAttention"/>, with one it is multi-query attention. Ainslie et al. 2023.
/// </remarks>
/// <param name="headDim">Length of each head.</param>
/// <param name="numQueryHeads">Number of heads of queries.</param>
/// <param name="numKeyValueHeads">Number of heads of keys and values; a divisor of <paramref name="numQueryHeads"/>.</param>
/// <param name="dropout">The part of the weights that is dropped in training, 0 to 1.</param>
/// <param name="useBias">Whether the projections have biases.</param>
/// <param name="slidingWindow">How far a query sees: keys less than this many steps away; all if null.</param>
/// <param name="kernelInitializer">First values of the kernels.</param>
/// <param name="biasInitializer">First values of the biases.</param>
/// <param name="kernelRegularizer">Penalty on the kernels.</param>
/// <param name="biasRegularizer">Penalty on the biases.</param>
/// <param name="kernelConstraint">Applied to the kernels after each step.</param>
/// <param name="biasConstraint">Applied to the biases after each step.</param>
/// <param name="useGate">Whether the heads are multiplied with sigmoid(a projection of the query).</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Layer(Inputs = LayerInputs.None, Aliases = ["GroupedQueryAttention"])]
public sealed partial class GroupQueryAttention(
    int headDim, int numQueryHeads, int numKeyValueHeads, double dropout = 0, bool useBias = true, int? slidingWindow = null,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null, bool useGate = false, int? seed = null)
    : ProjectedAttention(
        numQueryHeads, numKeyValueHeads, headDim, headDim, dropout, useBias, null, null, slidingWindow,
        kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, kernelConstraint, biasConstraint, useGate, seed)
{
    private protected override string KerasClass => "GroupedQueryAttention";

    /// <summary>Unlike its sister, Keras' class keeps its projections to itself.</summary>
    private protected override string KerasAttribute(string name) => name.EndsWith("_dense", StringComparison.Ordinal) ? "_" + name.TrimStart('_') : name;

    /// <summary>The formula.</summary>
    /// <param name="context">Whether this is training.</param>
    /// <param name="query">What asks: [batch, T, dim].</param>
    /// <param name="value">What is averaged: [batch, S, …].</param>
    /// <param name="key">What queries are compared with: [batch, S, …]; the value if null.</param>
    /// <param name="queryMask">Bool [batch, T]: which queries count; the query's own mask if null.</param>
    /// <param name="valueMask">Bool [batch, S]: which values may be seen; the value's own mask if null.</param>
    /// <param name="keyMask">Bool [batch, S]: which keys may be seen; the key's own mask if null.</param>
    /// <param name="attentionMask">Bool [batch, T, S]: which query may see which key.</param>
    /// <param name="returnAttentionScores">Whether the weights [batch, numQueryHeads, T, S] are given as a second output.</param>
    /// <param name="useCausalMask">Whether query i sees only the keys up to i.</param>
    [CallMethod]
    private Tensor[] Call(
        CallContext context, Tensor query, Tensor value, Tensor? key = null, Tensor? queryMask = null, Tensor? valueMask = null, Tensor? keyMask = null,
        Tensor? attentionMask = null, bool returnAttentionScores = false, bool useCausalMask = false)
    {
        var (mask, causal) = Masks(query, value, queryMask, valueMask, keyMask, attentionMask, useCausalMask);
        return Attend(query, Keys(key ?? value), Values(value), mask, causal, returnAttentionScores, context.Training);
    }
}
