namespace DeepSharp.Layers;

/// <summary>Multi-head attention that can keep projected keys and values, so that text is written token by token without computing old steps again.</summary>
/// <remarks>
/// KerasHub's layer. Without a cache it is <see cref="MultiHeadAttention"/>. With a cache [batch, 2, S, numHeads, keyDim] and an index, the
/// keys and values of the call are put into the cache from that step on (what would lie behind its end is left out), and attention runs
/// over the whole cache; without an index the cache is used as it is. Outputs: the output, the scores where asked for, the cache where
/// given. For inference only.
/// </remarks>
/// <param name="numHeads">Number of heads.</param>
/// <param name="keyDim">Length of each head's queries and keys.</param>
/// <param name="valueDim">Length of each head's values; <paramref name="keyDim"/> if null.</param>
/// <param name="dropout">The part of the weights that is dropped in training, 0 to 1.</param>
/// <param name="useBias">Whether the projections have biases.</param>
/// <param name="outputShape">The output's lengths behind the steps; the query's features if null.</param>
/// <param name="attentionAxes">The axes that are attended over; all between batch and features if null.</param>
/// <param name="slidingWindow">How far a query sees: keys less than this many steps away; all if null.</param>
/// <param name="kernelInitializer">First values of the kernels.</param>
/// <param name="biasInitializer">First values of the biases.</param>
/// <param name="kernelRegularizer">Penalty on the kernels.</param>
/// <param name="biasRegularizer">Penalty on the biases.</param>
/// <param name="kernelConstraint">Applied to the kernels after each step.</param>
/// <param name="biasConstraint">Applied to the biases after each step.</param>
/// <param name="useGate">Whether the heads are multiplied with sigmoid(a projection of the query).</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
[Layer(Inputs = LayerInputs.None, Package = "keras_hub", Module = "keras_hub.src.layers.modeling.cached_multi_head_attention")]
public sealed partial class CachedMultiHeadAttention(
    int numHeads, int keyDim, [DefaultsTo("keyDim")] int? valueDim = null, double dropout = 0, bool useBias = true, Shape? outputShape = null, int[]? attentionAxes = null,
    int? slidingWindow = null, [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null, bool useGate = false, int? seed = null)
    : ProjectedAttention(
        numHeads, numHeads, keyDim, valueDim ?? keyDim, dropout, useBias, outputShape, attentionAxes, slidingWindow,
        kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, kernelConstraint, biasConstraint, useGate, seed)
{
    /// <summary>The formula.</summary>
    /// <param name="context">Whether this is training.</param>
    /// <param name="query">What asks: [batch, T, dim].</param>
    /// <param name="value">What is averaged: [batch, S, …], or the new steps where there is a cache.</param>
    /// <param name="key">What queries are compared with; the value if null.</param>
    /// <param name="attentionMask">Bool [batch, T, S]: which query may see which key.</param>
    /// <param name="cache">Projected keys and values of all steps, [batch, 2, S, numHeads, keyDim].</param>
    /// <param name="cacheUpdateIndex">An integer scalar: the step from which on the cache takes the new keys and values.</param>
    /// <param name="returnAttentionScores">Whether the weights [batch, heads, T, S] are given, too.</param>
    [CallMethod]
    private Tensor[] Call(
        CallContext context, Tensor query, Tensor value, Tensor? key = null, Tensor? attentionMask = null, Tensor? cache = null, Tensor? cacheUpdateIndex = null,
        bool returnAttentionScores = false)
    {
        Tensor keys, values;
        if (cache is null)
        {
            if (cacheUpdateIndex is not null) throw new InvalidValueException($"{Title} got a cacheUpdateIndex but no cache. Give both, or none.");
            (keys, values) = (Keys(key ?? value), Values(value));
        }
        else
        {
            if (cache.Rank != 5 || cache.Shape[1] != 2) throw new ShapeMismatchException($"{TypeName} expects a cache [batch, 2, steps, heads, size] but got {cache.Shape}.");
            (keys, values) = (cache[.., 0], cache[.., 1]);
            if (cacheUpdateIndex is not null)
            {
                (keys, values) = (Spliced(keys, Keys(key ?? value), cacheUpdateIndex), Spliced(values, Values(value), cacheUpdateIndex));
                cache = Tensor.Stack([keys, values], 1);
            }
        }
        var outputs = Attend(query, keys, values, Window(query, keys, attentionMask, cacheUpdateIndex), false, returnAttentionScores, context.Training);
        return cache is null ? outputs : [.. outputs, cache];
    }

    /// <summary>Steps [batch, S, heads, size] with those from an index on replaced.</summary>
    private static Tensor Spliced(Tensor steps, Tensor update, Tensor index)
    {
        var place = steps.Positions(steps.Shape[1]) - index.Cast(DType.Int32);
        int last = update.Shape[1] - 1;
        var isNew = AttentionMasks.Both(place >= 0, place <= last)!;
        return Tensor.Where(isNew.ExpandDims(-1).ExpandDims(-1), update.Gather(place.Clip(0, last), 1), steps);
    }

    private Tensor? Window(Tensor query, Tensor keys, Tensor? mask, Tensor? start) => SlidingWindow is { } width
        ? AttentionMasks.Both(AttentionMasks.Bools(mask), AttentionMasks.Window(query, query.Shape[1], keys.Shape[1], width, start))
        : mask;
}
