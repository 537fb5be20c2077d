namespace DeepSharp.Torch;

/// <summary>The tensors of a module of PyTorch in a file.</summary>
/// <param name="Key">The module.</param>
/// <param name="Tensors">Its tensors, by their names within the module.</param>
internal sealed record TorchGroup(TorchKey Key, IReadOnlyDictionary<string, SafetensorsEntry> Tensors)
{
    // How often batch normalization has seen data; only a momentum of None needs it.
    public const string Uncounted = "num_batches_tracked";

    /// <summary>Names and shapes of its tensors; those of integers fit no module.</summary>
    public string Form { get; } = FormOf(Tensors.Select(t => (t.Value.DType.IsFloating ? t.Key : $"{t.Value.DType.KerasName} {t.Key}", t.Value.Shape)));

    /// <summary>What makes modules equal: names and shapes of tensors.</summary>
    public static string FormOf(IEnumerable<(string Name, Shape Shape)> tensors) =>
        string.Join(", ", tensors.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => $"{t.Name} {t.Shape}"));

    /// <summary>Groups the tensors of a file.</summary>
    /// <param name="entries">The tensors in the order of the file.</param>
    /// <param name="rename">Gives the name that a tensor is looked up by, or null for one that is left out; null for none.</param>
    /// <returns>The modules in the order of their first tensors.</returns>
    /// <exception cref="InvalidDataException">Two tensors get one name.</exception>
    public static List<TorchGroup> All(IEnumerable<SafetensorsEntry> entries, Func<string, string?>? rename)
    {
        var groups = new Dictionary<TorchKey, Dictionary<string, SafetensorsEntry>>();
        var order = new List<TorchKey>();
        foreach (var entry in entries)
        {
            if ((rename is null ? entry.Name : rename(entry.Name)) is not { } name) continue;
            var (key, parameter) = TorchKey.Parse(name);
            if (parameter == Uncounted) continue;
            if (!groups.TryGetValue(key, out var tensors))
            {
                groups[key] = tensors = [];
                order.Add(key);
            }
            if (!tensors.TryAdd(parameter, entry))
                throw new InvalidDataException($"its tensors '{tensors[parameter].Name}' and '{entry.Name}' are both taken for '{name}'. "
                    + "Names must differ after renaming.");
        }
        return [.. order.Select(k => new TorchGroup(k, groups[k]))];
    }
}
