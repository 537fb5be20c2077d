using System.Text.RegularExpressions;

namespace DeepSharp;

/// <summary>Compares what a file holds with what a model needs, and fills the model only when everything fits.</summary>
internal static partial class StateMatch
{
    /// <summary>Checks names, shapes and types.</summary>
    /// <param name="model">The model, for messages.</param>
    /// <param name="wanted">What it needs.</param>
    /// <param name="found">What the file has for it.</param>
    /// <param name="exact">Whether types must be the same; else all floating-point types fit each other, and all integers.</param>
    /// <exception cref="InvalidDataException">Something does not fit; the message lists every fault.</exception>
    public static void Require(Model model, IReadOnlyList<StateEntry> wanted, IEnumerable<StoredTensor> found, bool exact)
    {
        var entries = found.ToDictionary(e => e.Name);
        var faults = new List<string>();
        foreach (var (path, v) in wanted)
        {
            string what = $"'{path}' ({v.Name})";
            if (!entries.Remove(path, out var entry)) faults.Add($"{what} is missing; the model needs {v.DType.KerasName} {v.Shape}");
            else if (entry.Shape != v.Shape) faults.Add($"{what} has shape {entry.Shape}; the model needs {v.Shape}");
            else if (exact ? entry.DType != v.DType : Kind(entry.DType) != Kind(v.DType))
                faults.Add($"{what} has type {entry.DType.KerasName}; the model needs {v.DType.KerasName}");
        }
        faults.AddRange(entries.Values.Select(e => $"'{e.Name}' is not part of the model; the file has {e.DType.KerasName} {e.Shape}"));
        if (faults.Count > 0)
            throw new InvalidDataException($"the weights do not fit model '{model.Name}':\n  - {string.Join("\n  - ", faults)}\nBuild the model as it was when the file was written.");
    }

    /// <summary>Gives the variables their values, converted to their types.</summary>
    public static void Assign(IEnumerable<StateEntry> wanted, IReadOnlyDictionary<string, Tensor> values)
    {
        foreach (var (path, variable) in wanted)
        {
            variable.Assign(values[path].Cast(variable.DType));
            (variable as Weight)?.Adapter?.Restart();
        }
    }

    private static int Kind(DType dtype) => dtype == DType.Bool ? 0 : dtype.IsFloating ? 2 : 1;

    /// <summary>What a file holds of a variable: its value, of a kernel with LoRA the value with its change.</summary>
    public static Tensor Value(Variable variable) => variable is Weight { Adapter: not null } adapted ? adapted.Merged() : variable.Cell;

    /// <summary>Whether a path names a weight, and not the state of an optimizer or a random state.</summary>
    public static bool IsWeight(string path) => !IsOptimizer(path) && !RandomState().IsMatch(path);

    /// <summary>Whether a path names the state of an optimizer.</summary>
    public static bool IsOptimizer(string path) => path.StartsWith("optimizer/", StringComparison.Ordinal);

    [GeneratedRegex(@"(^|/)states/\w+$")]
    private static partial Regex RandomState();
}
