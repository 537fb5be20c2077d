namespace DeepSharp.Layers;

/// <summary>Texts to sequences of token indices, or to vectors over the vocabulary.</summary>
/// <remarks>
/// Each text is standardized, split, its tokens perhaps joined to n-grams, and looked up. In mode <see cref="OutputMode.Int"/> the vocabulary begins with
/// the padding token "" (0) and "[UNK]" (1), else with "[UNK]" (0). Tensors hold no strings: the layer is applied to texts before the model.
/// </remarks>
/// <example><code>
/// var vectorize = new TextVectorization(maxTokens: 20_000, outputSequenceLength: 200);
/// vectorize.Adapt(texts);
/// Tensor ids = vectorize.Apply(texts);                                       // int64 [n, 200]
/// model.Fit(TextDataset.From(texts, labels).Map(vectorize.Apply).Batch(32));
/// </code></example>
/// <param name="maxTokens">The most tokens the vocabulary may have, special ones among them; no bound if null.</param>
/// <param name="standardize">What is done to a text first.</param>
/// <param name="split">How it is split into tokens.</param>
/// <param name="ngrams">Which runs of tokens become tokens; each token for itself if null.</param>
/// <param name="outputMode">What is given out; all but <see cref="OutputMode.OneHot"/>.</param>
/// <param name="outputSequenceLength">The length that index sequences are cut or padded to; the longest of a call if null.</param>
/// <param name="padToMaxTokens">Whether vectors have the length <paramref name="maxTokens"/> even if the vocabulary is smaller.</param>
/// <param name="vocabulary">The tokens, most frequent first; learnt by Adapt if null.</param>
/// <param name="idfWeights">A weight for each token, where the mode is <see cref="OutputMode.TfIdf"/> and the vocabulary is given.</param>
[Layer(Inputs = LayerInputs.None)]
[UnusedKey("sparse", false), UnusedKey("ragged", false), UnusedKey("encoding", "utf-8"), UnusedKey("vocabulary_size", Derived = true)]
public sealed partial class TextVectorization(
    int? maxTokens = null, TextStandardization standardize = default, TextSplit split = default, NGrams? ngrams = null, OutputMode outputMode = OutputMode.Int,
    int? outputSequenceLength = null, bool padToMaxTokens = false, IReadOnlyList<string>? vocabulary = null, IReadOnlyList<double>? idfWeights = null) : Layer, IVocabularyLayer
{
    private readonly VocabularyLookup<string> _lookup = new(
        new(maxTokens, OovIndices: 1, HasMask: true, Mask: "", OovToken: "[UNK]", Invert: false, outputMode, padToMaxTokens)
        {
            Order = Utf8Order.Instance,
            Bucket = _ => 0,
        },
        vocabulary, idfWeights);

    /// <summary>The vocabulary given or learnt; null before.</summary>
    public IReadOnlyList<string>? Vocabulary => _lookup.Vocabulary;

    /// <summary>The tokens' weights, given or learnt, where the mode is <see cref="OutputMode.TfIdf"/>.</summary>
    public IReadOnlyList<double>? IdfWeights => _lookup.IdfWeights;

    IReadOnlyList<string>? IVocabularyLayer.LearntLines => _lookup.Lines(this, t => t);

    IReadOnlyList<double>? IVocabularyLayer.IndexWeights => _lookup.Weights(this);

    void IVocabularyLayer.Learn(IReadOnlyList<string> lines, IReadOnlyList<double>? weights) => _lookup.Learn(this, lines, weights);

    /// <summary>Number of indices, those of special tokens among them.</summary>
    public int VocabularySize => _lookup.Table(this).Size;

    /// <summary>Learns the vocabulary from texts: the most frequent tokens first, of equally frequent ones the greater.</summary>
    /// <param name="texts">The texts, each a document.</param>
    /// <exception cref="InvalidValueException">There are no tokens, or the layer was given its vocabulary.</exception>
    public void Adapt(IEnumerable<string> texts)
    {
        Check();
        _lookup.Adapt(this, texts.Select(Tokens));
    }

    /// <summary>Gives the layer its vocabulary.</summary>
    /// <param name="vocabulary">The tokens, with the special ones in front or without.</param>
    /// <param name="idfWeights">A weight for each, where the mode is <see cref="OutputMode.TfIdf"/>; unknown tokens get the mean unless they are in the vocabulary.</param>
    /// <exception cref="InvalidValueException">It is empty, too long, has doubles, or special tokens at other places.</exception>
    public void SetVocabulary(IReadOnlyList<string> vocabulary, IReadOnlyList<double>? idfWeights = null) => _lookup.Set(this, vocabulary, idfWeights);

    /// <summary>The vocabulary in the order of indices.</summary>
    /// <param name="includeSpecialTokens">Whether padding and unknown tokens are in it, so that places are indices.</param>
    /// <exception cref="InvalidValueException">There is none yet.</exception>
    public IReadOnlyList<string> GetVocabulary(bool includeSpecialTokens = true) => _lookup.Table(this).Vocabulary(includeSpecialTokens);

    /// <summary>One text: int64 indices [length], or a vector [depth].</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidValueException">There is no vocabulary yet.</exception>
    public Tensor Apply(string text) => Apply([text])[0];

    /// <summary>Texts: int64 indices [n, length], shorter texts padded with 0, or vectors [n, depth].</summary>
    /// <param name="texts">The texts.</param>
    /// <exception cref="InvalidValueException">There is no vocabulary yet.</exception>
    public Tensor Apply(IReadOnlyList<string> texts)
    {
        Check();
        var table = _lookup.Table(this);
        var tokens = texts.Select(Tokens).ToArray();
        int longest = tokens.Length == 0 ? 0 : tokens.Max(t => t.Count);
        return OutputMode == OutputMode.Int
            ? Tensor.From(table.Indices(tokens, OutputSequenceLength ?? longest, fill: 0), [tokens.Length, OutputSequenceLength ?? longest])
            : _lookup.Encode(this, Tensor.From(table.Indices(tokens, longest, fill: -1), [tokens.Length, longest]));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => throw TextLayers.NoTensors(this);

    private IReadOnlyList<string> Tokens(string text)
    {
        var tokens = Split.Apply(Standardize.Apply(text));
        return Ngrams is { } runs ? runs.Apply(tokens) : tokens;
    }

    private void Check()
    {
        CategoryVectors.Require(this, OutputMode, OutputMode.Int, OutputMode.MultiHot, OutputMode.Count, OutputMode.TfIdf);
        if (OutputSequenceLength is <= 0) throw new InvalidValueException($"{Title}: outputSequenceLength must be positive, got {OutputSequenceLength}.");
        if (OutputSequenceLength is not null && OutputMode != OutputMode.Int)
            throw new InvalidValueException($"{Title}: outputSequenceLength belongs to output mode Int, but the mode is {OutputMode}.");
    }
}
