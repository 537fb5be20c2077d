using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>The plain form of configurations: null, bool, long, double, string, <c>IReadOnlyList&lt;object?&gt;</c>,
/// <c>IReadOnlyDictionary&lt;string, object?&gt;</c> and <see cref="ConfigObject"/>. File formats translate between this and their own syntax.</summary>
public static class ConfigTree
{
    /// <summary>Brings a setting into plain form.</summary>
    /// <param name="value">A value as it stands in <see cref="IConfigurable.Config"/>, or an <see cref="IConfigurable"/> itself.</param>
    /// <returns>The plain form, all the way down.</returns>
    /// <exception cref="NotSupportedException">A value has a type that files cannot hold.</exception>
    public static object? Plain(object? value) => value switch
    {
        null or bool or string or long or double => value,
        float f => double.Parse(f.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),  // 0.1f is meant as 0.1
        Half h => double.Parse(h.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        int or short or sbyte or byte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        IConfigValue v => Plain(v.ToConfig()),
        IConfigurable c => Plain(c),
        ConfigObject o => o with { Config = Plain(o.Config), Beside = Plain(o.Beside) },
        _ when ConfigConverter.Foreign(value.GetType()) is { } foreign => Plain(foreign.Write(value)),
        Enum e => ConfigConverter.EnumName(e),
        ITuple t => Enumerable.Range(0, t.Length).Select(i => Plain(t[i])).ToArray(),
        IDictionary d => d.Keys.Cast<object>().ToDictionary(k => k as string ?? throw Unsavable(value), k => Plain(d[k])),
        IReadOnlyDictionary<string, object?> d => d.ToDictionary(e => e.Key, e => Plain(e.Value)),
        IEnumerable items => items.Cast<object?>().Select(Plain).ToArray(),
        _ => throw Unsavable(value),
    };

    /// <summary>The plain form of an object: module, class name and settings.</summary>
    /// <param name="value">The object.</param>
    /// <returns>The plain form, all the way down.</returns>
    /// <exception cref="NotSupportedException">A setting has a type that files cannot hold.</exception>
    public static ConfigObject Plain(IConfigurable value)
    {
        var type = ConfigRegistry.Find(value);
        return new ConfigObject(type?.Module, value.TypeName, Plain(Layers.LearntVocabularies.Settings(value)), type?.RegisteredName)
        {
            Beside = value is Layer layer ? Plain([.. layer.Envelope()]) : [],
        };
    }

    static ConfigEntry[] Plain(IReadOnlyList<ConfigEntry> entries) => [.. entries.Select(e => e with { Value = Plain(e.Value) })];

    /// <summary>Whether two settings have the same plain form.</summary>
    /// <param name="a">One value, plain or not.</param>
    /// <param name="b">The other.</param>
    /// <returns>True if a file could not tell them apart. An integer equals the same number written as a double.</returns>
    public static bool Same(object? a, object? b) => SamePlain(Plain(a), Plain(b));

    static bool SamePlain(object? a, object? b) => (a, b) switch
    {
        (long x, double y) => x == y,
        (double x, long y) => x == y,
        (ConfigObject x, ConfigObject y) => x.ClassName == y.ClassName && x.Config.Count == y.Config.Count
            && x.Config.Zip(y.Config).All(p => p.First.Key == p.Second.Key && SamePlain(p.First.Value, p.Second.Value)),
        (IReadOnlyDictionary<string, object?> x, IReadOnlyDictionary<string, object?> y) => x.Count == y.Count
            && x.All(e => y.TryGetValue(e.Key, out var other) && SamePlain(e.Value, other)),
        (IReadOnlyList<object?> x, IReadOnlyList<object?> y) => x.Count == y.Count && x.Zip(y).All(p => SamePlain(p.First, p.Second)),
        _ => Equals(a, b),
    };

    static NotSupportedException Unsavable(object value) => new(
        $"A value of type {value.GetType().Name} cannot be written to a file. Give the type IConfigValue, or mark the parameter [NotConfig].");
}
