namespace DeepSharp;

/// <summary>The results of every epoch; <c>Fit</c> returns it.</summary>
public sealed class History : Callback
{
    private readonly SortedDictionary<string, List<double>> _values = new(StringComparer.Ordinal);
    private readonly List<int> _epochs = [];

    /// <summary>The epochs done, counted from zero.</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>Names of the results, sorted.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>A result, epoch by epoch.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists the names.</exception>
    public IReadOnlyList<double> this[string name] => _values.TryGetValue(name, out var list) ? list
        : throw new KeyNotFoundException($"The history has no '{name}'{KnownNames.Instead(name, _values.Keys, "it has")}.");

    /// <summary>Whether there is a result of that name.</summary>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _values.Clear();
        _epochs.Clear();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        _epochs.Add(epoch);
        foreach (var (name, value) in logs)
        {
            if (!_values.TryGetValue(name, out var list)) _values[name] = list = [];
            list.Add(value);
        }
    }

    /// <summary>One line per epoch.</summary>
    public override string ToString() => string.Join('\n', _epochs.Select((e, i) =>
        $"epoch {e + 1}: {string.Join(" - ", _values.Where(v => i < v.Value.Count).Select(v => $"{v.Key}: {LogFormat.Number(v.Value[i])}"))}"));
}
