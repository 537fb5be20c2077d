using static DeepSharp.Layers.TransformerBlocks;

namespace DeepSharp.Layers;

/// <summary>The encoder half of a Transformer: self-attention, then a network of two linear maps for each step, both with residuals and normalization.</summary>
/// <remarks>
/// KerasHub's layer: [batch, steps, features] → the same. A padding mask that is given goes before the input's own mask; together with an
/// attention mask both must allow a step to be seen. Vaswani et al. 2017.
/// </remarks>
/// <param name="intermediateDim">Width of the network between its two maps.</param>
/// <param name="numHeads">Number of heads; each has features / numHeads numbers.</param>
/// <param name="dropout">The part that is dropped in training, of attention weights and of what the halves give, 0 to 1.</param>
/// <param name="activation">Applied between the two maps.</param>
/// <param name="layerNormEpsilon">Added to the variance in the normalizations.</param>
/// <param name="kernelInitializer">First values of the kernels.</param>
/// <param name="biasInitializer">First values of the biases.</param>
/// <param name="normalizeFirst">Whether inputs of the halves are normalized (as in GPT-2), or their outputs (as in BERT).</param>
[Layer(Package = "keras_hub", Module = "keras_hub.src.layers.modeling.transformer_encoder")]
public sealed partial class TransformerEncoder(
    int intermediateDim, int numHeads, double dropout = 0, [DefaultsTo("Activations.Relu")] Activation? activation = null, double layerNormEpsilon = 1e-5,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    bool normalizeFirst = false) : Layer
{
    [ConfigKey("_self_attention_layer")] private MultiHeadAttention _selfAttentionLayer = null!;
    [ConfigKey("_self_attention_layer_norm")] private LayerNormalization _selfAttentionLayerNorm = null!;
    [ConfigKey("_self_attention_dropout")] private Dropout? _selfAttentionDropout;
    [ConfigKey("_feedforward_layer_norm")] private LayerNormalization _feedforwardLayerNorm = null!;
    [ConfigKey("_feedforward_intermediate_dense")] private Dense _feedforwardIntermediateDense = null!;
    [ConfigKey("_feedforward_output_dense")] private Dense _feedforwardOutputDense = null!;
    [ConfigKey("_feedforward_dropout")] private Dropout? _feedforwardDropout;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        int length = HeadLength(this, input, NumHeads);
        _selfAttentionLayer = new(NumHeads, length, dropout: Dropout, kernelInitializer: KernelInitializer.Fresh(), biasInitializer: BiasInitializer.Fresh())
        {
            Name = "self_attention_layer",
            DTypePolicy = DTypePolicy,
        };
        _selfAttentionLayer.BuildFor([input, input]);
        _selfAttentionLayerNorm = Norm(this, input, LayerNormEpsilon, "self_attention_layer_norm");
        _selfAttentionDropout = Drop(this, Dropout, "self_attention_dropout");
        _feedforwardLayerNorm = Norm(this, input, LayerNormEpsilon, "feedforward_layer_norm");
        _feedforwardIntermediateDense = Map(this, input, IntermediateDim, Activation, KernelInitializer, BiasInitializer, "feedforward_intermediate_dense");
        _feedforwardOutputDense = Map(this, [.. input.Dims[..^1], IntermediateDim], input[^1], null, KernelInitializer, BiasInitializer, "feedforward_output_dense");
        _feedforwardDropout = Drop(this, Dropout, "feedforward_dropout");
    }

    /// <summary>The formula.</summary>
    /// <param name="inputs">[batch, steps, features].</param>
    /// <param name="paddingMask">Bool [batch, steps]: which steps may be seen; the input's own mask if null.</param>
    /// <param name="attentionMask">Bool [batch, steps, steps]: which step may see which.</param>
    /// <param name="returnAttentionScores">Whether the weights [batch, heads, steps, steps] are given as a second output.</param>
    [CallMethod]
    private Tensor[] Call(Tensor inputs, Tensor? paddingMask = null, Tensor? attentionMask = null, bool returnAttentionScores = false)
    {
        var mask = AttentionMasks.Merge(paddingMask ?? inputs.Mask, attentionMask);
        Tensor[] attended = [];
        var x = Residual(AttentionMasks.Unmasked(inputs), _selfAttentionLayerNorm, NormalizeFirst, _selfAttentionDropout, y =>
        {
            attended = _selfAttentionLayer.ApplyAll(y, y, attentionMask: mask, returnAttentionScores: returnAttentionScores);
            return attended[0];
        });
        x = Residual(x, _feedforwardLayerNorm, NormalizeFirst, _feedforwardDropout, y => _feedforwardOutputDense.Apply(_feedforwardIntermediateDense.Apply(y)));
        return [x, .. attended[1..]];
    }
}
