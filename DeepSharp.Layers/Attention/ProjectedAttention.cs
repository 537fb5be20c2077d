namespace DeepSharp.Layers;

/// <summary>What attention with several heads shares: query, key and value are projected to heads, each attends, and the heads are joined.</summary>
/// <remarks>Weights: kernel and bias of query, key, the gate if there is one, value and attention_output, in this order.</remarks>
/// <param name="queryHeads">Number of heads.</param>
/// <param name="valueHeads">Number of heads of keys and values; a divisor of the former.</param>
/// <param name="keySize">Length of each head's queries and keys.</param>
/// <param name="valueSize">Length of each head's values.</param>
/// <param name="dropout">The part of the weights that is dropped in training, 0 to 1.</param>
/// <param name="useBias">Whether the projections have biases.</param>
/// <param name="output">The output's lengths behind the steps; the query's features if null.</param>
/// <param name="axes">The axes that are attended over; all between batch and features if null.</param>
/// <param name="slidingWindow">How far a query sees: keys less than this many steps away; all if null.</param>
/// <param name="kernelInitializer">First values of the kernels.</param>
/// <param name="biasInitializer">First values of the biases.</param>
/// <param name="kernelRegularizer">Penalty on the kernels.</param>
/// <param name="biasRegularizer">Penalty on the biases.</param>
/// <param name="kernelConstraint">Applied to the kernels after each step.</param>
/// <param name="biasConstraint">Applied to the biases after each step.</param>
/// <param name="useGate">Whether the heads are multiplied with sigmoid(a projection of the query).</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
public abstract class ProjectedAttention(
    int queryHeads, int valueHeads, int keySize, int valueSize, double dropout, bool useBias, Shape? output, int[]? axes, int? slidingWindow,
    Initializer? kernelInitializer, Initializer? biasInitializer, Regularizer? kernelRegularizer, Regularizer? biasRegularizer,
    Constraint? kernelConstraint, Constraint? biasConstraint, bool useGate, int? seed) : Layer
{
    private EinsumDense _queryDense = null!, _keyDense = null!;
    [ConfigKey("_gate_dense")] private EinsumDense? _gateDense;
    private EinsumDense _valueDense = null!;
    private Dropout? _dropoutLayer;
    private EinsumDense _outputDense = null!;
    private AttentionAxes _axes = null!;

    /// <summary>The part of the weights that is dropped in training.</summary>
    public double Dropout { get; } = dropout;

    /// <summary>Whether the projections have biases.</summary>
    public bool UseBias { get; } = useBias;

    /// <summary>How far a query sees: keys less than this many steps away; all if null.</summary>
    public int? SlidingWindow { get; } = slidingWindow;

    /// <summary>First values of the kernels.</summary>
    public Initializer KernelInitializer { get; } = kernelInitializer ?? new Initializers.GlorotUniform();

    /// <summary>First values of the biases.</summary>
    public Initializer BiasInitializer { get; } = biasInitializer ?? new Initializers.Zeros();

    /// <summary>Penalty on the kernels.</summary>
    public Regularizer? KernelRegularizer { get; } = kernelRegularizer;

    /// <summary>Penalty on the biases.</summary>
    public Regularizer? BiasRegularizer { get; } = biasRegularizer;

    /// <summary>Applied to the kernels after each step.</summary>
    public Constraint? KernelConstraint { get; } = kernelConstraint;

    /// <summary>Applied to the biases after each step.</summary>
    public Constraint? BiasConstraint { get; } = biasConstraint;

    /// <summary>Whether the heads are multiplied with sigmoid(a projection of the query).</summary>
    public bool UseGate { get; } = useGate;

    /// <summary>The seed given, or null.</summary>
    public int? Seed { get; } = seed;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected sealed override void Build(CallArguments<Shape> shapes)
    {
        if (queryHeads < 1 || valueHeads < 1 || keySize < 1 || valueSize < 1 || queryHeads % valueHeads != 0)
            throw new InvalidValueException($"{Title} expects heads and sizes of at least 1, and heads of keys and values that divide those of queries, "
                + $"but got {queryHeads} heads, {valueHeads} of keys and values, and sizes {keySize} and {valueSize}.");
        if (SlidingWindow is < 1) throw new InvalidValueException($"{Title} expects a slidingWindow of at least 1 but got {SlidingWindow}.");
        Shape query = shapes.Get("query"), value = shapes.Get("value"), key = shapes.Has("key") ? shapes.Get("key") : value;
        if (query.Rank < 3 || value.Rank != query.Rank || key.Rank != query.Rank || !value[1..^1].Matches(key[1..^1]))
            throw new ShapeMismatchException($"{TypeName} expects a query [batch, steps.., features], and value and key of as many axes whose steps agree, but got {query}, {value} and {key}.");
        _axes = new(axes, query.Rank);
        var projection = new HeadProjection(this, UseBias, KernelInitializer, BiasInitializer, KernelRegularizer, BiasRegularizer, KernelConstraint, BiasConstraint);
        _queryDense = projection.ToHeads("query", query, queryHeads, keySize);
        _keyDense = projection.ToHeads("key", key, valueHeads, keySize);
        _gateDense = UseGate ? projection.ToHeads("gate", query, queryHeads, valueSize, Activations.Sigmoid) : null;
        _valueDense = projection.ToHeads("value", value, valueHeads, valueSize);
        _dropoutLayer = Dropout == 0 ? null : new(Dropout, seed: Seed) { DTypePolicy = DTypePolicy };
        _dropoutLayer?.BuildFor([query]);
        _outputDense = projection.FromHeads("attention_output", [.. query.Dims[..^1], queryHeads, valueSize], output ?? query[^1]);
    }

    /// <summary>Projects keys: [batch, steps.., features] → [batch, steps.., heads, size].</summary>
    private protected Tensor Keys(Tensor key) => _keyDense.Apply(AttentionMasks.Unmasked(key));

    /// <summary>Projects values.</summary>
    private protected Tensor Values(Tensor value) => _valueDense.Apply(AttentionMasks.Unmasked(value));

    /// <summary>The output, and the weights if they are asked for.</summary>
    /// <param name="query">Not projected yet.</param>
    /// <param name="keys">Projected.</param>
    /// <param name="values">Projected.</param>
    /// <param name="mask">Bool [batch, queries.., keys..], or with an axis for the heads behind the batch.</param>
    /// <param name="causal">Whether query i sees only the keys up to i.</param>
    /// <param name="scores">Whether the weights are asked for.</param>
    /// <param name="training">Whether weights are dropped.</param>
    private protected Tensor[] Attend(Tensor query, Tensor keys, Tensor values, Tensor? mask, bool causal, bool scores, bool training)
    {
        query = AttentionMasks.Unmasked(query);
        var queries = _queryDense.Apply(query);
        var (q, k, v) = (_axes.Gather(queries), Shared(_axes.Gather(keys)), Shared(_axes.Gather(values)));
        mask = mask is null ? null : _axes.Stretch(AttentionMasks.Bools(mask)!, q.Rank);
        double scale = 1 / Math.Sqrt(keySize);
        Tensor? weights = null, y;
        if (scores)
        {
            weights = (q * scale).MatMul(k, transposeB: true).MaskedSoftmax(mask, causal);
            y = (_dropoutLayer?.Apply(weights) ?? weights).MatMul(v);
        }
        else
        {
            // Symbols take no numbers: building a model leaves the generator where it is.
            bool drops = training && _dropoutLayer is not null && q.Device != Device.Null;
            y = q.ScaledDotProductAttention(k, v, mask, scale, causal, drops ? Dropout : 0, _dropoutLayer?.Generator);
        }
        y = _axes.Scatter(y, queries.Shape);
        if (_gateDense is not null) y = y * _gateDense.Apply(query);
        y = _outputDense.Apply(y);
        return scores ? [y, _axes.Unfold(weights!, queries.Shape, keys.Shape)] : [y];
    }

    /// <summary>Masks, causal mask and window of a call; causal order alone is left to the op.</summary>
    private protected (Tensor? Mask, bool Causal) Masks(Tensor query, Tensor value, Tensor? queryMask, Tensor? valueMask, Tensor? keyMask, Tensor? attentionMask, bool causal)
    {
        if (!_axes.IsSequence && (causal || SlidingWindow is not null || (queryMask ?? valueMask ?? keyMask) is not null))
            throw new InvalidValueException($"{Title} attends over more than the first axis of steps: it takes an attentionMask, but no useCausalMask, no slidingWindow and no masks of sequences.");
        var mask = AttentionMasks.Both(AttentionMasks.OfQueries(queryMask), AttentionMasks.Both(AttentionMasks.OfKeys(valueMask), AttentionMasks.OfKeys(keyMask)));
        if (SlidingWindow is { } width) mask = AttentionMasks.Both(mask, AttentionMasks.Window(query, query.Shape[1], value.Shape[1], width));
        return (AttentionMasks.Both(AttentionMasks.Bools(attentionMask), mask), causal);
    }

    /// <summary>Gives each head of keys or values [.., heads, steps, size] to the heads of queries that share it.</summary>
    private Tensor Shared(Tensor x) => queryHeads == valueHeads ? x : x.Repeat(queryHeads / valueHeads, -3);
}
