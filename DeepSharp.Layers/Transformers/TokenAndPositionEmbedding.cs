namespace DeepSharp.Layers;

/// <summary>The sum of a vector for each token and a vector for each position.</summary>
/// <remarks>KerasHub's layer: ids [batch, steps] → [batch, steps, embeddingDim]. Tables [vocabularySize, embeddingDim] and [sequenceLength, embeddingDim].</remarks>
/// <param name="vocabularySize">Number of ids: the largest one plus 1.</param>
/// <param name="sequenceLength">The largest number of steps.</param>
/// <param name="embeddingDim">Length of the vectors.</param>
/// <param name="tieWeights">Whether the token table also serves to go back from vectors to tokens.</param>
/// <param name="embeddingsInitializer">First values of both tables.</param>
/// <param name="maskZero">Whether id 0 is padding: such steps are masked for the layers after this one.</param>
[Layer(Package = "keras_hub", Module = "keras_hub.src.layers.modeling.token_and_position_embedding")]
public sealed partial class TokenAndPositionEmbedding(
    int vocabularySize, int sequenceLength, int embeddingDim, bool tieWeights = true, [DefaultsTo("new Initializers.RandomUniform()")] Initializer? embeddingsInitializer = null,
    bool maskZero = false) : Layer
{
    private ReversibleEmbedding? _tokenEmbedding;
    private PositionEmbedding? _positionEmbedding;

    /// <summary>The layer that holds the token table, for going back from vectors to tokens.</summary>
    /// <exception cref="DeepSharpException">The layer has not been called yet.</exception>
    public ReversibleEmbedding TokenEmbedding => _tokenEmbedding ?? throw new DeepSharpException($"{Title} has no weights yet. Call it, or its model, first.");

    /// <summary>Ids stay as they are: 16-bit floats could not tell large ones apart.</summary>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    protected override void Build(CallArguments<Shape> shapes)
    {
        var input = shapes.Get("inputs");
        InputRule.RequireLayout(this, input, "[batch, steps]");
        _tokenEmbedding = new(VocabularySize, EmbeddingDim, TieWeights, EmbeddingsInitializer.Fresh(), maskZero: MaskZero) { Name = "token_embedding", DTypePolicy = DTypePolicy };
        _tokenEmbedding.BuildFor([input]);
        _positionEmbedding = new(SequenceLength, EmbeddingsInitializer.Fresh()) { Name = "position_embedding", DTypePolicy = DTypePolicy };
        _positionEmbedding.BuildFor([[.. input.Dims, EmbeddingDim]]);
    }

    /// <summary>The formula.</summary>
    /// <param name="inputs">Ids [batch, steps].</param>
    /// <param name="startIndex">The first step's position.</param>
    /// <param name="positions">All positions, [steps] or [batch, steps], instead.</param>
    [CallMethod]
    private Tensor Call(Tensor inputs, int startIndex = 0, Tensor? positions = null)
    {
        var tokens = TokenEmbedding.Apply(inputs);
        var y = tokens + _positionEmbedding!.Apply(AttentionMasks.Unmasked(tokens), startIndex, positions);
        y.Mask = tokens.Mask;
        return y;
    }
}
