namespace DeepSharp.Metrics;

/// <summary>
/// How many insertions, removals and replacements of tokens make the predictions into the targets: Σ d·w / Σ length·w, the error rate of words or
/// characters; or Σ d·w / Σ w.
/// </summary>
/// <remarks>
/// Levenshtein 1966. Targets are token numbers [batch, steps]; predictions are token numbers, or a value for each token [batch, steps, tokens], of which
/// the largest counts.
/// </remarks>
/// <param name="normalize">Whether distances are divided by the lengths of the targets.</param>
/// <param name="maskTokenId">The token that is padding, in targets and predictions.</param>
[Configurable(Package = "keras_hub")]
public sealed partial class EditDistance(bool normalize = true, int maskTokenId = 0) : Metric
{
    private Variable? _distance, _count;

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Down;

    private Variable Distance => _distance ??= AddVariable("aggregate_unnormalized_edit_distance", []);

    private Variable Count => _count ??= AddVariable(Normalize ? "aggregate_reference_length" : "number_of_samples", []);

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) => Add(yTrue, yPred, sampleWeight, MaskTokenId);

    /// <summary>Takes in texts given as tokens: words for the error rate of words, single characters for that of characters.</summary>
    /// <param name="references">What the texts should be.</param>
    /// <param name="predictions">What they are.</param>
    /// <exception cref="ShapeMismatchException">There is not one reference for each prediction.</exception>
    public void Update(IReadOnlyList<IReadOnlyList<string>> references, IReadOnlyList<IReadOnlyList<string>> predictions)
    {
        if (references.Count != predictions.Count)
            throw new ShapeMismatchException($"EditDistance expects one reference for each prediction but got {references.Count} for {predictions.Count}.");
        var numbers = new Dictionary<string, int>();
        Add(TokenRows.Number(references, numbers), TokenRows.Number(predictions, numbers), null, TokenRows.Padding);
    }

    /// <inheritdoc/>
    public override Tensor Result() => LossReduction.Ratio(Distance.Value, Count.Value);

    private void Add(Tensor yTrue, Tensor yPred, Tensor? sampleWeight, int padding)
    {
        var tokens = TokenRows.Predicted(TypeName, yPred, padding);
        if (yTrue.Rank != 2 || !yTrue.Shape[..1].Matches(tokens.Shape[..1]))
            throw new ShapeMismatchException($"EditDistance expects targets [batch, steps] for predictions {yPred.Shape} but got {yTrue.Shape}.");
        var (references, lengths) = TokenRows.Packed(yTrue.Cast(DType.Int32), padding);
        var (predictions, predictedLengths) = TokenRows.Packed(tokens, padding);
        var distances = predictions.EditDistance(references, predictedLengths, lengths).Cast(DType.Float64);
        var weights = ElementMask.Weights(TypeName, sampleWeight, null, distances) ?? Tensor.Ones(distances.Shape, DType.Float64, distances.Device);
        Distance.Assign(Distance.Value + (distances * weights).Sum());
        Count.Assign(Count.Value + (Normalize ? lengths.Cast(DType.Float64) * weights : weights).Sum());
    }
}
