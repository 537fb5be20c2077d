namespace DeepSharp.Layers;

/// <summary>Integers to indices of a vocabulary, or to vectors over it.</summary>
/// <remarks>
/// Index 0 is the mask token where there is one and the mode is <see cref="OutputMode.Int"/>, then come the indices for unknown integers, then the
/// vocabulary. Indices are int64. A model that has run before the vocabulary was changed must be compiled again.
/// </remarks>
/// <param name="maxTokens">The most tokens a vocabulary may have, special ones among them; no bound if null.</param>
/// <param name="numOovIndices">Indices for unknown integers; with 0 such an integer is an error.</param>
/// <param name="maskToken">An integer for masked places, index 0; none if null.</param>
/// <param name="oovToken">What stands for unknown integers in the vocabulary.</param>
/// <param name="vocabulary">The integers, most frequent first; learnt by Adapt if null.</param>
/// <param name="idfWeights">A weight for each token, where the mode is <see cref="OutputMode.TfIdf"/> and the vocabulary is given.</param>
/// <param name="invert">Goes from indices to integers instead.</param>
/// <param name="outputMode">What is given out.</param>
/// <param name="padToMaxTokens">Whether vectors have the length <paramref name="maxTokens"/> even if the vocabulary is smaller.</param>
/// <param name="oovMethod">How unknown integers are spread over several indices.</param>
/// <param name="salt">Two keys, or one for both, to hash unknown integers with; needs <see cref="OovMethod.FarmHash"/>.</param>
[Layer]
[UnusedKey("sparse", false), UnusedKey("vocabulary_dtype", "int64"), UnusedKey("vocabulary_size", Derived = true)]
public sealed partial class IntegerLookup(
    int? maxTokens = null, int numOovIndices = 1, long? maskToken = null, long oovToken = -1, IReadOnlyList<long>? vocabulary = null,
    IReadOnlyList<double>? idfWeights = null, bool invert = false, OutputMode outputMode = OutputMode.Int, bool padToMaxTokens = false,
    OovMethod oovMethod = OovMethod.FloorMod, HashSalt? salt = null) : Layer, IVocabularyLayer
{
    private const long Unknown = -2;

    private readonly VocabularyLookup<long> _lookup = new(
        new(maxTokens, numOovIndices, maskToken is not null, maskToken ?? 0, oovToken, invert, outputMode, padToMaxTokens)
        {
            Order = Comparer<long>.Default,
            Bucket = token => oovMethod == OovMethod.FarmHash ? HashBins.Of(token, numOovIndices, salt) : (int)(((token % numOovIndices) + numOovIndices) % numOovIndices),
        },
        vocabulary, idfWeights);

    private TokenTable<long>? _shown;
    private (Tensor Keys, Tensor Values) _tensors;

    /// <summary>The vocabulary given or learnt; null before.</summary>
    public IReadOnlyList<long>? Vocabulary => _lookup.Vocabulary;

    /// <summary>The tokens' weights, given or learnt, where the mode is <see cref="OutputMode.TfIdf"/>.</summary>
    public IReadOnlyList<double>? IdfWeights => _lookup.IdfWeights;

    IReadOnlyList<string>? IVocabularyLayer.LearntLines => _lookup.Lines(this, t => t.ToString(System.Globalization.CultureInfo.InvariantCulture));

    IReadOnlyList<double>? IVocabularyLayer.IndexWeights => _lookup.Weights(this);

    void IVocabularyLayer.Learn(IReadOnlyList<string> lines, IReadOnlyList<double>? weights) => _lookup.Learn(this, [.. lines.Select(VocabularyText.Integer)], weights);

    /// <summary>Number of indices, those of special tokens among them.</summary>
    public int VocabularySize => _lookup.Table(this).Size;

    /// <summary>Learns the vocabulary from data: the most frequent integers first, of equally frequent ones the greater.</summary>
    /// <param name="data">Integers [n] or [n, …]; each place of the first axis is a document.</param>
    /// <exception cref="InvalidValueException">There is no data, or the layer was given its vocabulary.</exception>
    public void Adapt(Tensor data) => Adapt([data]);

    /// <summary>Learns the vocabulary from data that comes in batches; what was learnt before is forgotten.</summary>
    /// <param name="batches">Integers [n] or [n, …]; each place of the first axis is a document.</param>
    /// <exception cref="InvalidValueException">There is no data, or the layer was given its vocabulary.</exception>
    public void Adapt(IEnumerable<Tensor> batches)
    {
        CheckSalt();
        _lookup.Adapt(this, batches.SelectMany(b => b.Cast(DType.Int64).ToArray<long>().Chunk(checked((int)Math.Max(1, b.Count / Math.Max(1, b.Rank == 0 ? 1 : b.Length))))));
    }

    /// <summary>Gives the layer its vocabulary.</summary>
    /// <param name="vocabulary">The integers, with the special ones in front or without.</param>
    /// <param name="idfWeights">A weight for each, where the mode is <see cref="OutputMode.TfIdf"/>; unknown ones get the mean unless they are in the vocabulary.</param>
    /// <exception cref="InvalidValueException">It is empty, too long, has doubles, or special tokens at other places.</exception>
    public void SetVocabulary(IReadOnlyList<long> vocabulary, IReadOnlyList<double>? idfWeights = null) => _lookup.Set(this, vocabulary, idfWeights);

    /// <summary>The vocabulary in the order of indices.</summary>
    /// <param name="includeSpecialTokens">Whether mask and unknown tokens are in it, so that places are indices.</param>
    /// <exception cref="InvalidValueException">There is none yet.</exception>
    public IReadOnlyList<long> GetVocabulary(bool includeSpecialTokens = true) => _lookup.Table(this).Vocabulary(includeSpecialTokens);

    /// <summary>Numbers that mean something are not rounded to 16 bits.</summary>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        CheckSalt();
        var table = _lookup.Table(this);
        var numbers = x.Cast(DType.Int64);
        if (_shown != table) (_tensors, _shown) = (Tensors(table), table);
        var (keys, values) = _tensors;
        if (Invert) return numbers.Lookup(keys, values, missing: OovToken);
        int first = MaskToken is not null && OutputMode == OutputMode.Int ? 1 : 0;
        if (NumOovIndices < 2) return _lookup.Encode(this, numbers.Lookup(keys, values, NumOovIndices == 0 ? null : first));
        var found = numbers.Lookup(keys, values, missing: Unknown);
        var bucket = OovMethod == OovMethod.FarmHash ? numbers.HashBucket(NumOovIndices, Salt is { } s ? (s.First, s.Second) : null) : Remainder(numbers);
        return _lookup.Encode(this, Tensor.Where(found.Equal(Unknown), bucket + first, found));
    }

    private Tensor Remainder(Tensor numbers) => numbers % Tensor.Scalar((long)NumOovIndices);

    /// <summary>The table as sorted keys and their values; the mask token, where there is one, is among the keys.</summary>
    private (Tensor Keys, Tensor Values) Tensors(TokenTable<long> table)
    {
        if (Invert)
        {
            long[] places = [.. Enumerable.Range(0, table.Size).Select(i => (long)i)];
            return (Tensor.From(places), Tensor.From(Array.ConvertAll(places, table.TokenAt)));
        }
        long[] keys = [.. table.Tokens, .. MaskToken is { } mask ? [mask] : Array.Empty<long>()];
        Array.Sort(keys);
        return (Tensor.From(keys), Tensor.From(Array.ConvertAll(keys, table.IndexOf)));
    }

    private void CheckSalt()
    {
        if (Salt is not null && OovMethod != OovMethod.FarmHash) throw new InvalidValueException($"{Title}: salt needs oovMethod FarmHash.");
    }
}
