namespace DeepSharp.Layers;

/// <summary>The vocabulary of a lookup layer: given at its making, set, or learnt.</summary>
internal sealed class VocabularyLookup<T>(LookupSettings<T> settings, IReadOnlyList<T>? vocabulary, IReadOnlyList<double>? idfWeights) where T : notnull
{
    private bool _given = vocabulary is not null;
    private TokenTable<T>? _table;
    private Tensor? _weights;

    /// <summary>The vocabulary given or learnt; null before.</summary>
    public IReadOnlyList<T>? Vocabulary { get; private set; } = vocabulary?.ToArray();

    /// <summary>The weights given or learnt; null where there are none.</summary>
    public IReadOnlyList<double>? IdfWeights { get; private set; } = idfWeights?.ToArray();

    /// <summary>The vocabulary as a table.</summary>
    /// <exception cref="InvalidValueException">There is none yet, or it does not fit the settings.</exception>
    public TokenTable<T> Table(Layer layer)
    {
        if (_table is not null) return _table;
        settings.Check(layer.Title);
        return _table = new(settings, layer.Title, Vocabulary ?? throw TextLayers.NoVocabulary(layer), IdfWeights);
    }

    /// <summary>Learns the vocabulary; what was learnt before is forgotten.</summary>
    public void Adapt(Layer layer, IEnumerable<IEnumerable<T>> documents)
    {
        if (_given) throw new InvalidValueException($"{layer.Title} was given its vocabulary, so it cannot learn one. Leave it out to use Adapt.");
        settings.Check(layer.Title);
        var counts = new TokenCounts<T>();
        foreach (var document in documents) counts.Add(document);
        var tokens = counts.MostFrequent(settings);
        if (tokens.Length == 0) throw new InvalidValueException($"{layer.Title}: Adapt got no tokens.");
        Take(layer, tokens, settings.Mode == OutputMode.TfIdf ? counts.IdfWeights(tokens) : null);
    }

    /// <summary>Takes over a vocabulary.</summary>
    public void Set(Layer layer, IReadOnlyList<T> tokens, IReadOnlyList<double>? weights)
    {
        settings.Check(layer.Title);
        Take(layer, [.. tokens], weights is null ? null : [.. weights]);
        _given = true;
    }

    /// <summary>Takes over a vocabulary that was learnt.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="tokens">The tokens, special ones in front.</param>
    /// <param name="weights">The weight of each index, where the mode asks for them.</param>
    public void Learn(Layer layer, IReadOnlyList<T> tokens, IReadOnlyList<double>? weights)
    {
        settings.Check(layer.Title);
        var special = settings.SpecialTokens;
        bool isWeighted = settings.Mode == OutputMode.TfIdf;
        bool skips = !isWeighted && tokens.Take(special.Length).SequenceEqual(special);
        Take(layer, [.. tokens.Skip(skips ? special.Length : 0)], isWeighted && weights is not null ? [.. weights.Take(tokens.Count)] : null);
        _given = false;
    }

    /// <summary>What was learnt, as lines of a text; null where lines cannot hold it, or nothing was learnt.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="line">The line of a token.</param>
    public IReadOnlyList<string>? Lines(Layer layer, Func<T, string> line)
    {
        if (_given || Vocabulary is null) return null;
        string[] lines = [.. Table(layer).Vocabulary(includeSpecialTokens: true).Select(line)];
        return VocabularyText.Fits(lines) ? lines : null;
    }

    /// <summary>The weight of each index; null where the mode asks for none, or there is no vocabulary.</summary>
    public IReadOnlyList<double>? Weights(Layer layer) => settings.Mode == OutputMode.TfIdf && Vocabulary is not null ? Table(layer).IdfWeights : null;

    /// <summary>Indices in the form that the mode asks for.</summary>
    public Tensor Encode(Layer layer, Tensor indices)
    {
        var table = Table(layer);
        var y = CategoryVectors.Encode(indices, settings.Mode, table.Depth, layer.ComputeDType);
        if (settings.Mode != OutputMode.TfIdf) return y;
        return y * (_weights ??= Tensor.From(table.IdfWeights)).Cast(layer.ComputeDType);
    }

    private void Take(Layer layer, T[] tokens, double[]? weights)
    {
        _table = new(settings, layer.Title, tokens, weights);
        (Vocabulary, IdfWeights, _weights) = (tokens, weights, null);
    }
}
