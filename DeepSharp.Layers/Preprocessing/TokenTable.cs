namespace DeepSharp.Layers;

/// <summary>A vocabulary: which index each token has, and which token each index.</summary>
/// <remarks>Index 0 is the mask token where there is one and indices are given out, then come the indices for unknown tokens, then the tokens.</remarks>
internal sealed class TokenTable<T> where T : notnull
{
    private readonly LookupSettings<T> _settings;
    private readonly string _title;
    private readonly Dictionary<T, int> _indices = [];
    private readonly T[] _tokens;
    private readonly double[]? _weights;

    /// <summary>Takes over a vocabulary.</summary>
    /// <param name="settings">The lookup's settings.</param>
    /// <param name="title">How messages name the layer.</param>
    /// <param name="vocabulary">The tokens, with the special ones in front or without.</param>
    /// <param name="weights">A weight for each member of the vocabulary, where the mode asks for them.</param>
    public TokenTable(LookupSettings<T> settings, string title, IReadOnlyList<T> vocabulary, IReadOnlyList<double>? weights)
    {
        (_settings, _title) = (settings, title);
        var special = settings.SpecialTokens;
        bool complete = vocabulary.Take(special.Length).SequenceEqual(special);
        _tokens = [.. complete ? vocabulary.Skip(special.Length) : vocabulary];
        Check(special);
        for (int i = 0; i < _tokens.Length; i++) _indices[_tokens[i]] = settings.TokenStart + i;
        if (settings.Mode == OutputMode.TfIdf) _weights = Weights(vocabulary.Count, complete, weights);
        else if (weights is not null) throw Wrong($"idfWeights belong to output mode TfIdf, but the mode is {settings.Mode}.");
    }

    /// <summary>Number of indices, those of special tokens among them.</summary>
    public int Size => _settings.TokenStart + _tokens.Length;

    /// <summary>Length of vectors.</summary>
    public int Depth => _settings.PadToMaxTokens ? _settings.MaxTokens!.Value : Size;

    /// <summary>The tokens without special ones.</summary>
    public IReadOnlyList<T> Tokens => _tokens;

    /// <summary>The weight of each index, padded with zeros to the length of vectors.</summary>
    public double[] IdfWeights => _weights!;

    /// <summary>The vocabulary in the order of indices.</summary>
    public IReadOnlyList<T> Vocabulary(bool includeSpecialTokens) => includeSpecialTokens ? [.. _settings.SpecialTokens, .. _tokens] : [.. _tokens];

    /// <summary>The index of a token; −1 for a mask token that vectors leave out.</summary>
    /// <exception cref="InvalidValueException">The token is unknown and there is no index for such.</exception>
    public long IndexOf(T token)
    {
        if (_settings.HasMask && token.Equals(_settings.Mask)) return _settings.Mode == OutputMode.Int ? 0 : -1;
        if (_indices.TryGetValue(token, out int index)) return index;
        return _settings.OovIndices switch
        {
            0 => throw Wrong($"{ConfigText.Show(token)} is not in the vocabulary of {Size} tokens. Use numOovIndices: 1 to give unknown tokens an index."),
            1 => _settings.OovStart,
            _ => _settings.OovStart + _settings.Bucket(token),
        };
    }

    /// <summary>The indices of the tokens of samples, row by row, each row cut or filled up to a length.</summary>
    public long[] Indices(IReadOnlyList<IReadOnlyList<T>> samples, int length, long fill)
    {
        var indices = new long[checked(samples.Count * length)];
        Array.Fill(indices, fill);
        for (int i = 0; i < samples.Count; i++)
            for (int j = 0; j < Math.Min(length, samples[i].Count); j++) indices[i * length + j] = IndexOf(samples[i][j]);
        return indices;
    }

    /// <summary>The token of an index; the one for unknown tokens where the index has none.</summary>
    public T TokenAt(long index)
    {
        if (index == 0 && _settings.HasMask) return _settings.Mask;
        long at = index - _settings.TokenStart;
        return at >= 0 && at < _tokens.Length ? _tokens[at] : _settings.OovToken;
    }

    private void Check(T[] special)
    {
        if (_tokens.Length == 0) throw Wrong("the vocabulary is empty.");
        var repeated = _tokens.GroupBy(t => t).Where(g => g.Count() > 1).Select(g => ConfigText.Show(g.Key)).ToList();
        if (repeated.Count > 0) throw Wrong($"tokens stand in the vocabulary more than once: {string.Join(", ", repeated.Take(10))}. Remove the doubles.");
        void Refuse(string kind, T token)
        {
            int at = Array.IndexOf(_tokens, token);
            if (at >= 0)
                throw Wrong($"the {kind} token {ConfigText.Show(token)} stands in the vocabulary, after {at} tokens. "
                    + $"Leave special tokens out, or put exactly {ConfigText.Show(special.Cast<object>().ToArray())} in front.");
        }
        if (_settings.HasMask) Refuse("mask", _settings.Mask);
        if (_settings.Invert) Refuse("unknown", _settings.OovToken);
        if (Size > _settings.MaxTokens) throw Wrong($"the vocabulary has {Size} tokens, special ones among them, but maxTokens is {_settings.MaxTokens}.");
    }

    private double[] Weights(int count, bool complete, IReadOnlyList<double>? given)
    {
        if (given is null) throw Wrong("output mode TfIdf needs idfWeights beside the vocabulary, or Adapt to learn both.");
        if (given.Count != count) throw Wrong($"there are {given.Count} idfWeights for a vocabulary of {count} tokens.");
        // How rare unknown tokens are is not known: they get the mean.
        double mean = given.Average();
        double[] weights = complete ? [.. given] : [.. Enumerable.Repeat(mean, _settings.TokenStart), .. given];
        Array.Resize(ref weights, Depth);
        return weights;
    }

    private InvalidValueException Wrong(string what) => new($"{_title}: {what}");
}
