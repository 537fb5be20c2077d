namespace DeepSharp.Metrics;

/// <summary>
/// BLEU of all texts together: the geometric mean, over runs of 1 to n tokens, of the share of runs that a reference has too, times
/// e^(1 − reference length / length) where the texts are shorter than their references.
/// </summary>
/// <remarks>
/// Papineni et al. 2002. A run counts at most as often as it stands in the reference that has it most often; of several references the one nearest in
/// length counts for the length. As a metric of a model: targets are token numbers [batch, steps], or [batch, references, steps]; predictions are token
/// numbers [batch, steps], or a value for each token [batch, steps, tokens], of which the largest counts. Texts are given by the other Update.
/// </remarks>
/// <param name="tokenizer">Cuts a text into tokens; that of mteval-v13a, which SacreBLEU uses, if null.</param>
/// <param name="maxOrder">n, the longest run.</param>
/// <param name="smooth">Whether 1 is added to the counts of hits and of runs (Lin and Och 2004), so that a text without a long hit does not have 0.</param>
/// <param name="maskTokenId">The token that is padding, in targets and predictions.</param>
[Configurable(Package = "keras_hub")]
[UnusedKey("tokenizer")]
public sealed partial class Bleu(
    [NotConfig] Func<string, IReadOnlyList<string>>? tokenizer = null, int maxOrder = 4, bool smooth = false, int maskTokenId = 0) : Metric
{
    private Variable? _hits, _runs, _length, _referenceLength;

    /// <summary>The longest run of tokens.</summary>
    public int MaxOrder { get; } = maxOrder > 0 ? maxOrder : throw new InvalidValueException($"Bleu: maxOrder must be positive but is {maxOrder}.");

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        if (sampleWeight is not null)
            throw new InvalidValueException("Bleu takes no sample weights: it is a score of all texts together. Give it under metrics, not weightedMetrics.");
        Add(yTrue, yPred, MaskTokenId);
    }

    /// <summary>Takes in texts.</summary>
    /// <param name="references">For each text what it could be: one reference or several.</param>
    /// <param name="predictions">What it is.</param>
    /// <exception cref="ShapeMismatchException">There are not references for each prediction.</exception>
    public void Update(IReadOnlyList<IReadOnlyList<string>> references, IReadOnlyList<string> predictions)
    {
        if (references.Count != predictions.Count || references.Any(r => r.Count == 0))
            throw new ShapeMismatchException(
                $"Bleu expects one reference or more for each of the {predictions.Count} predictions "
                + $"but got references for {references.Count(r => r.Count > 0)}.");
        var cut = Tokenizer ?? BleuTokens.Cut;
        int most = references.Select(r => r.Count).DefaultIfEmpty(1).Max();
        var numbers = new Dictionary<string, int>();
        // Every prediction gets as many references; those that are not there are empty.
        var rows = TokenRows.Number([.. references.SelectMany(r => Enumerable.Range(0, most).Select(i => i < r.Count ? cut(r[i]) : []))], numbers);
        Add(rows.Reshape([predictions.Count, most, rows.Shape[1]]), TokenRows.Number([.. predictions.Select(cut)], numbers), TokenRows.Padding);
    }

    /// <summary>The score of all texts taken in, from 0 to 1.</summary>
    public override Tensor Result()
    {
        Build();
        double[] hits = _hits!.Value.ToDoubles(), runs = _runs!.Value.ToDoubles();
        double length = _length!.Value.Item(), reference = _referenceLength!.Value.Item(), logs = 0;
        for (int i = 0; i < MaxOrder; i++)
        {
            double share = Smooth ? (hits[i] + 1) / (runs[i] + 1) : runs[i] == 0 ? 0 : hits[i] / runs[i];
            logs += Math.Log(share) / MaxOrder;
        }
        double brevity = length == 0 ? 0 : length >= reference ? 1 : Math.Exp(1 - reference / length);
        return Tensor.Scalar(brevity * Math.Exp(logs));
    }

    private void Add(Tensor yTrue, Tensor yPred, int padding)
    {
        Build();
        var tokens = TokenRows.Predicted(TypeName, yPred, padding);
        var references = yTrue.Rank == 2 ? yTrue.ExpandDims(1) : yTrue;
        if (references.Rank != 3 || !references.Shape[..1].Matches(tokens.Shape[..1]))
            throw new ShapeMismatchException(
                $"Bleu expects targets [batch, steps] or [batch, references, steps] for predictions {yPred.Shape} but got {yTrue.Shape}.");
        var counts = BleuCounts.Of(references.Cast(DType.Int32), tokens, padding, MaxOrder);
        _hits!.Assign(_hits.Value + counts.Hits);
        _runs!.Assign(_runs.Value + counts.Runs);
        _length!.Assign(_length.Value + counts.Length);
        _referenceLength!.Assign(_referenceLength.Value + counts.ReferenceLength);
    }

    private void Build()
    {
        _hits ??= AddVariable("bleu_matches", MaxOrder);
        _runs ??= AddVariable("bleu_possible_matches", MaxOrder);
        _length ??= AddVariable("bleu_translation_length", []);
        _referenceLength ??= AddVariable("bleu_reference_length", []);
    }
}
