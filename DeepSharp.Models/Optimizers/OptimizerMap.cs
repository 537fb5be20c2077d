using System.Collections;
using System.Text.RegularExpressions;

namespace DeepSharp;

/// <summary>Which optimizer changes which variable, by the variables' paths; for <see cref="MultiOptimizer"/>.</summary>
/// <example><c>new OptimizerMap(new SGD()) { ["encoder/.*"] = new Adam(1e-4), ["head/dense/kernel"] = new AdamW() }</c></example>
/// <param name="defaultOptimizer">For variables that nothing else is said of.</param>
/// <param name="map">Optimizers by path, or by a regular expression for the whole path.</param>
[Configurable(Module = "keras.optimizers")]
public sealed partial class OptimizerMap(Optimizer defaultOptimizer, [ConfigKey("optimizer_map")] IReadOnlyDictionary<string, Optimizer>? map = null)
    : IEnumerable<KeyValuePair<string, Optimizer>>
{
    private readonly List<KeyValuePair<string, Optimizer>> _entries = Checked(map);

    /// <summary>For variables that nothing else is said of.</summary>
    public Optimizer DefaultOptimizer { get; } = Plain(defaultOptimizer);

    /// <summary>Optimizers by path, or by a regular expression for the whole path.</summary>
    public IReadOnlyDictionary<string, Optimizer> Map => _entries.ToDictionary();

    /// <summary>The optimizer of a path: that of the path itself, else that of the only expression that fits all of it, else the default one.</summary>
    /// <param name="path">A variable's path, for example <c>encoder/dense_1/kernel</c>; to set, also an expression such as <c>encoder/.*</c>.</param>
    /// <exception cref="DeepSharpException">Several expressions fit.</exception>
    /// <exception cref="InvalidValueException">The path has an optimizer already, or the optimizer is itself made of others.</exception>
    public Optimizer this[string path]
    {
        get
        {
            var exact = _entries.Find(e => e.Key == path);
            if (exact.Value is not null) return exact.Value;
            var fitting = _entries.FindAll(e => Regex.IsMatch(path, $@"\A(?:{e.Key})\z", RegexOptions.CultureInvariant));
            return fitting.Count switch
            {
                0 => DefaultOptimizer,
                1 => fitting[0].Value,
                _ => throw new DeepSharpException($"OptimizerMap: several entries fit the variable '{path}': {string.Join(", ", fitting.Select(e => $"'{e.Key}'"))}. Make the expressions exclude each other, or name the path itself."),
            };
        }
        set => _entries.Add(Checked(path, value, _entries));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Optimizer>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The entries and the default.</summary>
    public override string ToString() => $"OptimizerMap({string.Join(", ", _entries.Select(e => $"'{e.Key}': {e.Value}").Append($"else {DefaultOptimizer}"))})";

    private static List<KeyValuePair<string, Optimizer>> Checked(IReadOnlyDictionary<string, Optimizer>? map)
    {
        var entries = new List<KeyValuePair<string, Optimizer>>();
        foreach (var (path, optimizer) in map ?? new Dictionary<string, Optimizer>()) entries.Add(Checked(path, optimizer, entries));
        return entries;
    }

    private static KeyValuePair<string, Optimizer> Checked(string path, Optimizer optimizer, List<KeyValuePair<string, Optimizer>> entries) =>
        entries.Exists(e => e.Key == path) ? throw new InvalidValueException($"OptimizerMap: '{path}' has an optimizer already.") : new(path, Plain(optimizer));

    internal static Optimizer Plain(Optimizer optimizer) => optimizer is not (LossScaleOptimizer or MultiOptimizer) ? optimizer
        : throw new InvalidValueException($"OptimizerMap: a {optimizer.TypeName} cannot be one of several optimizers; wrap the MultiOptimizer instead.");
}
