namespace DeepSharp.Layers;

/// <summary>Strings to indices of a vocabulary, or to vectors over it.</summary>
/// <remarks>
/// Tensors hold no strings: the layer is applied to strings before the model, <c>data.Map(lookup.Apply)</c>, and gives tensors. Indices are int64.
/// Index 0 is the mask token where there is one and the mode is <see cref="OutputMode.Int"/>, then come the indices for unknown tokens, then the
/// vocabulary. Where there are several indices for unknown tokens, FarmHash64 of the token, or SipHash under the salt, chooses one, as in TensorFlow.
/// </remarks>
/// <param name="maxTokens">The most tokens a vocabulary may have, special ones among them; no bound if null.</param>
/// <param name="numOovIndices">Indices for unknown tokens; with 0 such a token is an error.</param>
/// <param name="maskToken">A token for masked places, index 0; none if null.</param>
/// <param name="oovToken">What stands for unknown tokens in the vocabulary.</param>
/// <param name="vocabulary">The tokens, most frequent first; learnt by Adapt if null.</param>
/// <param name="idfWeights">A weight for each token, where the mode is <see cref="OutputMode.TfIdf"/> and the vocabulary is given.</param>
/// <param name="invert">Goes from indices to strings instead: <see cref="ToTokens"/>.</param>
/// <param name="outputMode">What is given out.</param>
/// <param name="padToMaxTokens">Whether vectors have the length <paramref name="maxTokens"/> even if the vocabulary is smaller.</param>
/// <param name="salt">Two keys, or one for both, to choose indices of unknown tokens with; FarmHash64 without keys if null.</param>
[Layer(Inputs = LayerInputs.None)]
[UnusedKey("sparse", false), UnusedKey("encoding", "utf-8"), UnusedKey("oov_method", "floormod", "farmhash"), UnusedKey("vocabulary_size", Derived = true)]
public sealed partial class StringLookup(
    int? maxTokens = null, int numOovIndices = 1, string? maskToken = null, string oovToken = "[UNK]", IReadOnlyList<string>? vocabulary = null,
    IReadOnlyList<double>? idfWeights = null, bool invert = false, OutputMode outputMode = OutputMode.Int, bool padToMaxTokens = false, HashSalt? salt = null)
    : Layer, IVocabularyLayer
{
    private readonly VocabularyLookup<string> _lookup = new(
        new(maxTokens, numOovIndices, maskToken is not null, maskToken ?? "", oovToken, invert, outputMode, padToMaxTokens)
        {
            Order = Utf8Order.Instance,
            Bucket = token => HashBins.Of(token, numOovIndices, salt),
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

    /// <summary>Learns the vocabulary from tokens, each a document of its own: the most frequent first, of equally frequent ones the greater.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <exception cref="InvalidValueException">There are no tokens, or the layer was given its vocabulary.</exception>
    public void Adapt(IEnumerable<string> tokens) => Adapt(tokens.Select(t => (IReadOnlyList<string>)[t]));

    /// <summary>Learns the vocabulary from documents that are split into tokens.</summary>
    /// <param name="documents">The tokens of each document.</param>
    /// <exception cref="InvalidValueException">There are no tokens, or the layer was given its vocabulary.</exception>
    public void Adapt(IEnumerable<IReadOnlyList<string>> documents) => _lookup.Adapt(this, documents);

    /// <summary>Gives the layer its vocabulary.</summary>
    /// <param name="vocabulary">The tokens, with the special ones in front or without.</param>
    /// <param name="idfWeights">A weight for each, where the mode is <see cref="OutputMode.TfIdf"/>; unknown tokens get the mean unless they are in the vocabulary.</param>
    /// <exception cref="InvalidValueException">It is empty, too long, has doubles, or special tokens at other places.</exception>
    public void SetVocabulary(IReadOnlyList<string> vocabulary, IReadOnlyList<double>? idfWeights = null) => _lookup.Set(this, vocabulary, idfWeights);

    /// <summary>The vocabulary in the order of indices.</summary>
    /// <param name="includeSpecialTokens">Whether mask and unknown tokens are in it, so that places are indices.</param>
    /// <exception cref="InvalidValueException">There is none yet.</exception>
    public IReadOnlyList<string> GetVocabulary(bool includeSpecialTokens = true) => _lookup.Table(this).Vocabulary(includeSpecialTokens);

    /// <summary>Looks up one token: an index [] or a vector [depth].</summary>
    /// <param name="token">The token.</param>
    /// <exception cref="InvalidValueException">There is no vocabulary yet, or the token is unknown and there is no index for such.</exception>
    public Tensor Apply(string token) => Encode(Tensor.Scalar(Forward.IndexOf(token)));

    /// <summary>Looks up tokens: indices [n] or vectors [n, depth]; where a vector stands for many values, one vector [depth].</summary>
    /// <param name="tokens">The tokens.</param>
    /// <exception cref="InvalidValueException">There is no vocabulary yet, or a token is unknown and there is no index for such.</exception>
    public Tensor Apply(IReadOnlyList<string> tokens) => Encode(Tensor.From<long>([.. tokens.Select(Forward.IndexOf)]));

    /// <summary>Looks up the tokens of each sample: indices [n, k] or vectors, [n, k, depth] or [n, depth].</summary>
    /// <param name="samples">The tokens of each sample; shorter ones are filled up with mask tokens, or count fewer.</param>
    /// <exception cref="InvalidValueException">There is no vocabulary yet, or a token is unknown and there is no index for such.</exception>
    /// <exception cref="ShapeMismatchException">Samples differ in length, indices are wanted, and there is no mask token to fill up with.</exception>
    public Tensor Apply(IReadOnlyList<IReadOnlyList<string>> samples)
    {
        int longest = samples.Count == 0 ? 0 : samples.Max(s => s.Count);
        bool fills = MaskToken is not null || OutputMode is not (OutputMode.Int or OutputMode.OneHot);
        if (!fills && samples.FirstOrDefault(s => s.Count != longest) is { } shorter)
            throw new ShapeMismatchException(
                $"{Title}: samples have different lengths, {longest} and {shorter.Count}. Give them equal lengths, or the layer a maskToken to fill up with.");
        return Encode(Tensor.From(Forward.Indices(samples, longest, OutputMode == OutputMode.Int ? 0 : -1), [samples.Count, longest]));
    }

    /// <summary>The tokens of indices, for a layer with <c>invert</c>; one for each element, row by row.</summary>
    /// <param name="indices">Integers of any shape; those outside the vocabulary give the unknown token.</param>
    /// <exception cref="InvalidValueException">There is no vocabulary yet, or the layer does not go backwards.</exception>
    public string[] ToTokens(Tensor indices) => Invert
        ? Array.ConvertAll(indices.Cast(DType.Int64).ToArray<long>(), _lookup.Table(this).TokenAt)
        : throw new InvalidValueException($"{Title} goes from strings to indices. Make one with invert: true and this vocabulary to go back.");

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => throw TextLayers.NoTensors(this);

    private Tensor Encode(Tensor indices) => _lookup.Encode(this, indices);

    private TokenTable<string> Forward => Invert
        ? throw new InvalidValueException($"{Title} goes from indices to strings: use ToTokens.")
        : _lookup.Table(this);
}
