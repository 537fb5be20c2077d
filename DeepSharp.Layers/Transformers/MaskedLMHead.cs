namespace DeepSharp.Layers;

/// <summary>Guesses the tokens at some positions of an encoded text: a linear map, a normalization, and scores of all tokens.</summary>
/// <remarks>
/// KerasHub's layer: encodings [batch, steps, features] and positions [batch, n] → [batch, n, vocabularySize]. Devlin et al. 2019; Press and
/// Wolf 2016 for the shared table.
/// </remarks>
/// <param name="vocabularySize">Number of tokens; the table's if null.</param>
/// <param name="tokenEmbedding">The table of the model's embedding, used in reverse; one of its own if null.</param>
/// <param name="intermediateActivation">Applied after the linear map.</param>
/// <param name="activation">Applied to the scores; none if null.</param>
/// <param name="layerNormEpsilon">Added to the variance in the normalization.</param>
/// <param name="kernelInitializer">First values of the kernels.</param>
/// <param name="biasInitializer">First values of the biases.</param>
[Layer(Inputs = LayerInputs.None, Package = "keras_hub", Module = "keras_hub.src.layers.modeling.masked_lm_head")]
public sealed partial class MaskedLMHead(
    [DefaultsTo("tokenEmbedding?.InputDim ?? 0")] int? vocabularySize = null,
    ReversibleEmbedding? tokenEmbedding = null, [DefaultsTo("Activations.Relu")] Activation? intermediateActivation = null,
    [DefaultsTo("Activations.Linear")] Activation? activation = null, double layerNormEpsilon = 1e-5,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null) : Layer
{
    [ConfigKey("_intermediate_dense")] private Dense _intermediateDense = null!;
    [ConfigKey("_intermediate_layer_norm")] private LayerNormalization _intermediateLayerNorm = null!;
    private Weight? _kernel;
    private Weight _bias = null!;

    /// <inheritdoc/>
    protected override void Build(CallArguments<Shape> shapes)
    {
        var input = shapes.Get("inputs");
        InputRule.RequireLayout(this, input, "[batch, steps, features]");
        InputRule.RequireKnownChannels(this, input);
        if (VocabularySize < 1) throw new InvalidValueException($"{Title} needs a vocabularySize of at least 1, or a tokenEmbedding.");
        if (TokenEmbedding is { } table && VocabularySize != table.InputDim)
            throw new InvalidValueException($"{Title}: vocabularySize is {VocabularySize} but the tokenEmbedding has {table.InputDim} tokens. Leave one of them out.");
        int features = TokenEmbedding?.OutputDim ?? input[^1];
        _intermediateDense = TransformerBlocks.Map(this, input, features, IntermediateActivation, KernelInitializer, BiasInitializer, "intermediate_dense");
        _intermediateLayerNorm = TransformerBlocks.Norm(this, [.. input.Dims[..^1], features], LayerNormEpsilon, "intermediate_layer_norm");
        TokenEmbedding?.BuildFor([input]);
        _kernel = TokenEmbedding is null ? AddWeight("output_kernel", [features, VocabularySize], KernelInitializer.Fresh()) : null;
        _bias = AddWeight("output_bias", [VocabularySize], BiasInitializer.Fresh());
    }

    /// <summary>The formula.</summary>
    /// <param name="inputs">Encodings [batch, steps, features].</param>
    /// <param name="maskPositions">Integers [batch, n]: the steps whose tokens are guessed.</param>
    [CallMethod]
    private Tensor Call(Tensor inputs, Tensor maskPositions)
    {
        if (maskPositions.Rank != 2) throw new ShapeMismatchException($"MaskedLMHead expects maskPositions [batch, n] but got {maskPositions.Shape}.");
        var positions = maskPositions.DType is DType.Int32 or DType.Int64 ? maskPositions : maskPositions.Cast(DType.Int32);
        var x = inputs.TakeAlongAxis(positions.ExpandDims(-1), 1);
        x = _intermediateLayerNorm.Apply(_intermediateDense.Apply(x));
        var scores = _kernel is null ? TokenEmbedding!.Apply(x, reverse: true) : x.MatMul(_kernel);
        return Activation.Apply(scores + _bias.Value);
    }
}
