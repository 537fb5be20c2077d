using static DeepSharp.Layers.TransformerBlocks;

namespace DeepSharp.Layers;

/// <summary>The decoder half of a Transformer: causal self-attention, attention to an encoder's output if there is one, then a network for each step.</summary>
/// <remarks>
/// KerasHub's layer. Called with a decoder sequence [batch, T, features], or with an encoder sequence [batch, S, …] too; which of the two is
/// settled by the first call. With caches (see <see cref="CachedMultiHeadAttention"/>) text is written token by token: outputs are then
/// the output, the self-attention's cache and, with an encoder sequence, the cross-attention's cache. Vaswani et al. 2017.
/// </remarks>
/// <param name="intermediateDim">Width of the network between its two maps.</param>
/// <param name="numHeads">Number of heads; each has features / numHeads numbers.</param>
/// <param name="dropout">The part that is dropped in training, of attention weights and of what the blocks give, 0 to 1.</param>
/// <param name="activation">Applied between the two maps.</param>
/// <param name="layerNormEpsilon">Added to the variance in the normalizations.</param>
/// <param name="kernelInitializer">First values of the kernels.</param>
/// <param name="biasInitializer">First values of the biases.</param>
/// <param name="normalizeFirst">Whether inputs of the blocks are normalized (as in GPT-2), or their outputs (as in BERT).</param>
[Layer(Package = "keras_hub", Module = "keras_hub.src.layers.modeling.transformer_decoder")]
public sealed partial class TransformerDecoder(
    int intermediateDim, int numHeads, double dropout = 0, [DefaultsTo("Activations.Relu")] Activation? activation = null, double layerNormEpsilon = 1e-5,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    bool normalizeFirst = false) : Layer
{
    [ConfigKey("_self_attention_layer")] private CachedMultiHeadAttention _selfAttentionLayer = null!;
    [ConfigKey("_self_attention_layer_norm")] private LayerNormalization _selfAttentionLayerNorm = null!;
    [ConfigKey("_self_attention_dropout")] private Dropout? _selfAttentionDropout;
    [ConfigKey("_cross_attention_layer")] private CachedMultiHeadAttention? _crossAttentionLayer;
    [ConfigKey("_cross_attention_layer_norm")] private LayerNormalization? _crossAttentionLayerNorm;
    [ConfigKey("_cross_attention_dropout")] private Dropout? _crossAttentionDropout;
    [ConfigKey("_feedforward_intermediate_dense")] private Dense _feedforwardIntermediateDense = null!;
    [ConfigKey("_feedforward_output_dense")] private Dense _feedforwardOutputDense = null!;
    [ConfigKey("_feedforward_layer_norm")] private LayerNormalization _feedforwardLayerNorm = null!;
    [ConfigKey("_feedforward_dropout")] private Dropout? _feedforwardDropout;
    private (Shape? Decoder, Shape? Encoder) _shapes;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(CallArguments<Shape> shapes)
    {
        var input = shapes.Get("decoder_sequence");
        int length = HeadLength(this, input, NumHeads);
        _shapes = (OpenBatch(input), null);
        _selfAttentionLayer = Attention("self_attention", length, input, input);
        _selfAttentionLayerNorm = Norm(this, input, LayerNormEpsilon, "self_attention_layer_norm");
        _selfAttentionDropout = Drop(this, Dropout, "self_attention_dropout");
        if (shapes.Has("encoder_sequence"))
        {
            var encoder = shapes.Get("encoder_sequence");
            _shapes.Encoder = OpenBatch(encoder);
            _crossAttentionLayer = Attention("cross_attention", length, input, encoder);
            _crossAttentionLayerNorm = Norm(this, input, LayerNormEpsilon, "cross_attention_layer_norm");
            _crossAttentionDropout = Drop(this, Dropout, "cross_attention_dropout");
        }
        _feedforwardIntermediateDense = Map(this, input, IntermediateDim, Activation, KernelInitializer, BiasInitializer, "feedforward_intermediate_dense");
        _feedforwardOutputDense = Map(this, [.. input.Dims[..^1], IntermediateDim], input[^1], null, KernelInitializer, BiasInitializer, "feedforward_output_dense");
        _feedforwardLayerNorm = Norm(this, input, LayerNormEpsilon, "feedforward_layer_norm");
        _feedforwardDropout = Drop(this, Dropout, "feedforward_dropout");
    }

    /// <inheritdoc/>
    protected override IEnumerable<ConfigEntry> BaseConfig() =>
        [.. base.BaseConfig(), new("decoder_sequence_shape", _shapes.Decoder), new("encoder_sequence_shape", _shapes.Encoder)];

    /// <inheritdoc/>
    protected override void ReadBaseConfig(ConfigReader reader)
    {
        base.ReadBaseConfig(reader);
        _shapes = (reader.Get<Shape?>("decoder_sequence_shape", null), reader.Get<Shape?>("encoder_sequence_shape", null));
    }

    /// <summary>The formula.</summary>
    /// <param name="decoderSequence">What is being written: [batch, T, features].</param>
    /// <param name="encoderSequence">What is looked at: [batch, S, …].</param>
    /// <param name="decoderPaddingMask">Bool [batch, T]: which steps may be seen; the sequence's own mask if null.</param>
    /// <param name="decoderAttentionMask">Bool [batch, T, T]: which step may see which.</param>
    /// <param name="encoderPaddingMask">Bool [batch, S]: which steps may be seen; the sequence's own mask if null.</param>
    /// <param name="encoderAttentionMask">Bool [batch, T, S]: which step may see which of the encoder sequence.</param>
    /// <param name="selfAttentionCache">Keys and values of the decoder sequence so far, [batch, 2, steps, heads, size].</param>
    /// <param name="selfAttentionCacheUpdateIndex">An integer scalar: the step at which the decoder sequence begins.</param>
    /// <param name="crossAttentionCache">Keys and values of the encoder sequence, [batch, 2, S, heads, size].</param>
    /// <param name="crossAttentionCacheUpdateIndex">An integer scalar, 0, to compute that cache; null to use it as it is.</param>
    /// <param name="useCausalMask">Whether a step sees only those before it and itself.</param>
    [CallMethod]
    private Tensor[] Call(
        Tensor decoderSequence, Tensor? encoderSequence = null, Tensor? decoderPaddingMask = null, Tensor? decoderAttentionMask = null, Tensor? encoderPaddingMask = null,
        Tensor? encoderAttentionMask = null, Tensor? selfAttentionCache = null, Tensor? selfAttentionCacheUpdateIndex = null, Tensor? crossAttentionCache = null,
        Tensor? crossAttentionCacheUpdateIndex = null, bool useCausalMask = true)
    {
        RequireSameUse(encoderSequence, selfAttentionCache, crossAttentionCache);
        var mask = AttentionMasks.Merge(decoderPaddingMask ?? decoderSequence.Mask, decoderAttentionMask);
        int steps = decoderSequence.Shape[1], seen = selfAttentionCache?.Shape[2] ?? steps;
        if (useCausalMask) mask = AttentionMasks.Both(mask, AttentionMasks.Causal(decoderSequence, steps, seen, selfAttentionCacheUpdateIndex));
        List<Tensor> caches = [];
        Tensor Attended(Tensor[] outputs)
        {
            caches.AddRange(outputs[1..]);
            return outputs[0];
        }

        var x = Residual(AttentionMasks.Unmasked(decoderSequence), _selfAttentionLayerNorm, NormalizeFirst, _selfAttentionDropout, y => Attended(_selfAttentionLayer.ApplyAll(
            y, y, attentionMask: mask, cache: selfAttentionCache, cacheUpdateIndex: selfAttentionCacheUpdateIndex)));
        if (encoderSequence is not null)
        {
            var encoderMask = AttentionMasks.Merge(encoderPaddingMask ?? encoderSequence.Mask, encoderAttentionMask);
            x = Residual(x, _crossAttentionLayerNorm!, NormalizeFirst, _crossAttentionDropout, y => Attended(_crossAttentionLayer!.ApplyAll(
                y, AttentionMasks.Unmasked(encoderSequence), attentionMask: encoderMask, cache: crossAttentionCache, cacheUpdateIndex: crossAttentionCacheUpdateIndex)));
        }
        x = Residual(x, _feedforwardLayerNorm, NormalizeFirst, _feedforwardDropout, y => _feedforwardOutputDense.Apply(_feedforwardIntermediateDense.Apply(y)));
        return [x, .. caches];
    }

    private void RequireSameUse(Tensor? encoderSequence, Tensor? selfCache, Tensor? crossCache)
    {
        if (encoderSequence is null != _crossAttentionLayer is null)
            throw new InvalidValueException(_crossAttentionLayer is null
                ? $"{Title} was first called without an encoderSequence and has no cross-attention. Make another layer for calls with one."
                : $"{Title} was first called with an encoderSequence and needs one in each call.");
        if (_crossAttentionLayer is not null && selfCache is null != crossCache is null)
            throw new InvalidValueException($"{Title} takes the caches of self-attention and cross-attention together, but only one was given.");
        if (_crossAttentionLayer is null && crossCache is not null)
            throw new InvalidValueException($"{Title} has no cross-attention, so it takes no crossAttentionCache.");
    }

    private CachedMultiHeadAttention Attention(string name, int length, Shape query, Shape value)
    {
        var layer = new CachedMultiHeadAttention(NumHeads, length, dropout: Dropout, kernelInitializer: KernelInitializer.Fresh(), biasInitializer: BiasInitializer.Fresh())
        {
            Name = name,
            DTypePolicy = DTypePolicy,
        };
        layer.BuildFor([query, value]);
        return layer;
    }
}
