namespace DeepSharp.Layers;

/// <summary>An embedding that also works backwards: rows of a table for ids, or scores of all ids for a vector.</summary>
/// <remarks>
/// Forwards ids [batch, …] → [batch, …, outputDim]; in reverse x [batch, …, outputDim] → x · embeddingsᵀ [batch, …, inputDim], with the same
/// table or one of its own. Press and Wolf 2016.
/// </remarks>
/// <param name="inputDim">Number of ids: the largest one plus 1.</param>
/// <param name="outputDim">Length of a row.</param>
/// <param name="tieWeights">Whether both directions share one table.</param>
/// <param name="embeddingsInitializer">First values of the tables.</param>
/// <param name="embeddingsRegularizer">Penalty on the table.</param>
/// <param name="embeddingsConstraint">Applied to the table after each step.</param>
/// <param name="maskZero">Whether id 0 is padding: such steps are masked for the layers after this one.</param>
/// <param name="reverseDtype">The type of the arithmetic in reverse; the layer's if null.</param>
/// <param name="logitSoftCap">In reverse scores are squeezed into ± this by cap · tanh(score / cap); not if null.</param>
[Layer]
[UnusedKey("quantization_config")]
public sealed partial class ReversibleEmbedding(
    int inputDim, int outputDim, bool tieWeights = true, [DefaultsTo("new Initializers.RandomUniform()")] Initializer? embeddingsInitializer = null,
    Regularizer? embeddingsRegularizer = null, Constraint? embeddingsConstraint = null, bool maskZero = false, DType? reverseDtype = null, double? logitSoftCap = null)
    : Layer, ILoraLayer
{
    private Weight _embeddings = null!;
    private Weight? _reverse;

    Weight? ILoraLayer.LoraTarget => _embeddings;

    /// <summary>Ids stay as they are: 16-bit floats could not tell large ones apart.</summary>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (InputDim < 1 || OutputDim < 1) throw new InvalidValueException($"{Title}: inputDim and outputDim must be positive, got {InputDim} and {OutputDim}.");
        _embeddings = AddWeight("embeddings", [InputDim, OutputDim], EmbeddingsInitializer, EmbeddingsRegularizer, EmbeddingsConstraint, autocast: false);
        _reverse = TieWeights ? null : AddWeight("reverse_embeddings", [OutputDim, InputDim], EmbeddingsInitializer);
    }

    /// <summary>The formula.</summary>
    /// <param name="inputs">Ids, or vectors in reverse.</param>
    /// <param name="reverse">Whether vectors are turned into scores of ids.</param>
    [CallMethod]
    private Tensor Call(Tensor inputs, bool reverse = false) => reverse ? Scores(inputs) : Rows(inputs);

    private Tensor Rows(Tensor x)
    {
        var ids = x.DType is DType.Int32 or DType.Int64 ? x : x.Cast(DType.Int32);
        var y = _embeddings.Rows(ids).Cast(ComputeDType);
        if (MaskZero) y.Mask = ids.NotEqual(0);
        return y;
    }

    private Tensor Scores(Tensor x)
    {
        if (x.Rank < 2 || x.Shape[^1] != OutputDim)
            throw new ShapeMismatchException($"ReversibleEmbedding expects vectors of length {OutputDim} in reverse but got shape {x.Shape}.");
        var type = ReverseDtype ?? ComputeDType;
        var kernel = _reverse?.Value.Cast(type) ?? _embeddings.Value.Cast(type);
        var scores = x.Cast(type).MatMul(kernel, transposeB: _reverse is null);
        return LogitSoftCap is { } cap ? (scores * (1 / cap)).Tanh() * cap : scores;
    }
}
