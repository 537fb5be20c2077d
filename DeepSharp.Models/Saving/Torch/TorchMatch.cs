using System.Text.RegularExpressions;

namespace DeepSharp.Torch;

/// <summary>Finds for the layers of a model the modules of a file: first by their names, then by shapes and order.</summary>
internal sealed partial class TorchMatch
{
    private readonly List<TorchModule> _modules;
    private readonly List<TorchGroup> _groups;
    private readonly Dictionary<string, string> _reasons = [];
    private readonly List<(TorchModule Module, TorchGroup Group)> _pairs = [];

    /// <summary>Matches.</summary>
    /// <param name="modules">The model's, in its order.</param>
    /// <param name="groups">The file's, in its order.</param>
    /// <param name="byNameOnly">Whether shapes and order say nothing.</param>
    public TorchMatch(IEnumerable<TorchModule> modules, IReadOnlyList<TorchGroup> groups, bool byNameOnly)
    {
        (_modules, _groups) = ([.. modules], [.. groups]);
        var byKey = _groups.ToDictionary(g => g.Key);
        foreach (var module in _modules.ToArray())
            if (byKey.TryGetValue(module.Key, out var group) && group.Form == module.Form) Pair(module, group);
        if (byNameOnly) return;
        bool isSorted = IsSorted(groups);
        foreach (var form in _modules.GroupBy(m => m.Form).ToArray()) MatchForm([.. form], [.. _groups.Where(g => g.Form == form.Key)], isSorted);
    }

    /// <summary>What belongs together.</summary>
    public IReadOnlyList<(TorchModule Module, TorchGroup Group)> Pairs => _pairs;

    /// <summary>What the model needs and the file lacks.</summary>
    public IEnumerable<string> Missing => _modules.Select(m => $"'{m.Key}' ({m.Layer.TypeName}) needs {m.Form}; {Reason(m)}");

    /// <summary>What the file has and the model does not need.</summary>
    public IEnumerable<string> Unused => _groups.Select(g => $"'{g.Key}' of the file, with {g.Form}, fits no layer that is left");

    private void MatchForm(TorchModule[] modules, TorchGroup[] groups, bool isSorted)
    {
        string names = KnownNames.List(groups.Select(g => g.Key.ToString()));
        if (groups.Length != modules.Length)
        {
            if (groups.Length > 0)
                _reasons[modules[0].Form] = $"{modules.Length} layers of the model have these shapes, but {groups.Length} modules of the file: {names}";
            return;
        }
        if (isSorted)
        {
            // The names are in the order of the alphabet: only their numbers tell the order of the modules.
            if (groups.DistinctBy(g => Digits().Replace(g.Key.Name, "#")).Skip(1).Any())
            {
                _reasons[modules[0].Form] = $"which of {names} it is cannot be told, since they have the same shapes and the file is sorted by names";
                return;
            }
            groups = [.. groups.OrderBy(g => Numbered(g.Key.Name), StringComparer.Ordinal).ThenBy(g => g.Key.Layer)];
        }
        for (int i = 0; i < modules.Length; i++) Pair(modules[i], groups[i]);
    }

    private void Pair(TorchModule module, TorchGroup group)
    {
        _pairs.Add((module, group));
        _modules.Remove(module);
        _groups.Remove(group);
    }

    private string Reason(TorchModule module)
    {
        if (_groups.Find(g => g.Key == module.Key) is { } same) return $"the file's has {same.Form}";
        if (_reasons.TryGetValue(module.Form, out string? reason)) return reason;
        return KnownNames.Nearest(module.Key.ToString(), _groups.Select(g => g.Key.ToString())) is { } near
            ? $"the file has none of that name. Did you mean '{near}'?" : "the file has none of that name or with these shapes";
    }

    /// <summary>Whether a file may have been sorted by names, as the library of the format does.</summary>
    private static bool IsSorted(IReadOnlyList<TorchGroup> groups) =>
        groups.GroupBy(g => g.Tensors.First().Value.DType).All(d => d.Zip(d.Skip(1)).All(p =>
            string.CompareOrdinal(p.First.Tensors.First().Value.Name, p.Second.Tensors.First().Value.Name) < 0));

    /// <summary>A name that sorts by its numbers.</summary>
    private static string Numbered(string name) => Digits().Replace(name, m => m.Value.TrimStart('0').PadLeft(20, '0'));

    [GeneratedRegex(@"[0-9]+")]
    private static partial Regex Digits();
}
