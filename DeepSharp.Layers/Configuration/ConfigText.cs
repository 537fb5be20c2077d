using System.Collections;
using System.Globalization;

namespace DeepSharp;

/// <summary>Prints values for messages and for <c>ToString</c>.</summary>
internal static class ConfigText
{
    const int MostShown = 32;

    /// <summary>A value as it would stand in C# code, strings in quotes.</summary>
    public static string Show(object? value) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        string s => $"\"{s}\"",
        ConfigObject o => $"{{class_name: {o.ClassName}}}",
        IReadOnlyDictionary<string, object?> d => $"{{{string.Join(", ", d.Select(e => $"{e.Key}: {Show(e.Value)}"))}}}",
        IFormattable f and not IConfigValue => f.ToString(null, CultureInfo.InvariantCulture),
        IList or IReadOnlyList<object?> => Show((IEnumerable)value),
        _ => value.ToString() ?? "",
    };

    /// <summary>A list; of a long one, such as a vocabulary, the beginning and its length.</summary>
    static string Show(IEnumerable list)
    {
        var items = list.Cast<object?>().ToList();
        if (items.Count <= MostShown) return $"[{string.Join(", ", items.Select(Show))}]";
        return $"[{string.Join(", ", items.Take(MostShown / 2).Select(Show))}, … {items.Count} in all]";
    }
}
