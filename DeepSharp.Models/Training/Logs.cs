using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

/// <summary>Named results of a batch, an epoch or an evaluation, sorted by name. Batch values are only worked out when asked for.</summary>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly Action<Logs>? _load;
    private bool _loaded = true;

    /// <summary>Results given one by one.</summary>
    public Logs() { }

    internal Logs(Action<Logs> load) => _load = load;

    /// <summary>A result.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists the names.</exception>
    public double this[string name]
    {
        get => Values.TryGetValue(name, out double value) ? value
            : throw new KeyNotFoundException($"There is no result '{name}'{KnownNames.Instead(name, Values.Keys, "there are")}.");
        set => Values[name] = value;
    }

    /// <summary>The names, sorted.</summary>
    public IEnumerable<string> Keys => Values.Keys;

    /// <summary>Number of results.</summary>
    public int Count => Values.Count;

    IEnumerable<double> IReadOnlyDictionary<string, double>.Values => Values.Values;

    private SortedDictionary<string, double> Values
    {
        get
        {
            if (!_loaded)
            {
                _loaded = true;
                _values.Clear();
                _load!(this);
            }
            return _values;
        }
    }

    /// <summary>Whether there is a result of that name.</summary>
    public bool ContainsKey(string name) => Values.ContainsKey(name);

    /// <inheritdoc/>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out double value) => Values.TryGetValue(name, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Prints <c>accuracy: 0.9123 - loss: 0.3011</c>.</summary>
    public override string ToString() => string.Join(" - ", Values.Select(p => $"{p.Key}: {LogFormat.Number(p.Value)}"));

    /// <summary>Marks batch values as out of date.</summary>
    internal void Invalidate() => _loaded = false;

    /// <summary>The values as they are now.</summary>
    internal Logs Snapshot()
    {
        var copy = new Logs();
        foreach (var (name, value) in Values) copy[name] = value;
        return copy;
    }
}
