using System.Runtime.InteropServices;

namespace DeepSharp.Layers;

/// <summary>Counts tokens of documents and makes a vocabulary of the most frequent ones.</summary>
internal sealed class TokenCounts<T> where T : notnull
{
    private readonly Dictionary<T, (long Times, long Documents, long Last)> _counts = [];
    private long _documents;

    /// <summary>Counts the tokens of one document.</summary>
    public void Add(IEnumerable<T> document)
    {
        _documents++;
        foreach (var token in document)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _);
            count = (count.Times + 1, count.Last == _documents ? count.Documents : count.Documents + 1, _documents);
        }
    }

    /// <summary>The most frequent tokens, of equally frequent ones the last in their order first, without special tokens.</summary>
    public T[] MostFrequent(LookupSettings<T> settings)
    {
        if (settings.HasMask) _counts.Remove(settings.Mask);
        _counts.Remove(settings.OovToken);
        var tokens = _counts.Keys.ToArray();
        Array.Sort(tokens, (a, b) => _counts[b].Times.CompareTo(_counts[a].Times) is not 0 and var c ? c : settings.Order.Compare(b, a));
        return settings.MaxTokens is { } most && tokens.Length > most - settings.TokenStart ? tokens[..(most - settings.TokenStart)] : tokens;
    }

    /// <summary>Inverse document frequencies: ln(1 + documents / (1 + documents with the token)).</summary>
    public double[] IdfWeights(T[] tokens) => Array.ConvertAll(tokens, t => Math.Log(1 + _documents / (1.0 + _counts[t].Documents)));
}
