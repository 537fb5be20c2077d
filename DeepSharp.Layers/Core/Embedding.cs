namespace DeepSharp.Layers;

/// <summary>A row of a table for each id: y[.., :] = embeddings[ids[..], :].</summary>
/// <remarks>
/// ids [batch, …] → [batch, …, outputDim]; embeddings [inputDim, outputDim]. Ids are int32 or int64; other types are cast and must hold
/// whole numbers. An id outside 0 to inputDim − 1 is an error.
/// </remarks>
/// <param name="inputDim">Number of ids: the largest one plus 1.</param>
/// <param name="outputDim">Length of a row.</param>
/// <param name="embeddingsInitializer">First values of the table.</param>
/// <param name="embeddingsRegularizer">Penalty on the table.</param>
/// <param name="embeddingsConstraint">Applied to the table after each step.</param>
/// <param name="maskZero">Whether id 0 is padding: such steps are masked for the layers after this one.</param>
[Layer]
[UnusedKey("quantization_config"), UnusedKey("input_length")]
public sealed partial class Embedding(
    int inputDim, int outputDim, [DefaultsTo("new Initializers.RandomUniform()")] Initializer? embeddingsInitializer = null,
    Regularizer? embeddingsRegularizer = null, Constraint? embeddingsConstraint = null, bool maskZero = false)
    : Layer, ILoraLayer
{
    private Weight _embeddings = null!;

    Weight? ILoraLayer.LoraTarget => _embeddings;

    /// <summary>Ids stay as they are: 16-bit floats could not tell large ones apart.</summary>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (InputDim < 1 || OutputDim < 1) throw new InvalidValueException($"{Title}: inputDim and outputDim must be positive, got {InputDim} and {OutputDim}.");
        _embeddings = AddWeight("embeddings", [InputDim, OutputDim], EmbeddingsInitializer, EmbeddingsRegularizer, EmbeddingsConstraint, autocast: false);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        var ids = x.DType is DType.Int32 or DType.Int64 ? x : x.Cast(DType.Int32);
        var y = _embeddings.Rows(ids).Cast(ComputeDType);
        if (MaskZero) y.Mask = ids.NotEqual(0);
        return y;
    }
}
