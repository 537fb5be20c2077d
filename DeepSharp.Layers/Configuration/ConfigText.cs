using System.Collections;
using System.Globalization;

namespace DeepSharp;

/// <summary>Prints values for messages and for <c>ToString</c>.</summary>
internal static class ConfigText
{
    /// <summary>A value as it would stand in C# code, strings in quotes.</summary>
    public static string Show(object? value) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        string s => $"\"{s}\"",
        ConfigObject o => $"{{class_name: {o.ClassName}}}",
        IReadOnlyDictionary<string, object?> d => $"{{{string.Join(", ", d.Select(e => $"{e.Key}: {Show(e.Value)}"))}}}",
        IFormattable f and not IConfigValue => f.ToString(null, CultureInfo.InvariantCulture),
        Array or IReadOnlyList<object?> => $"[{string.Join(", ", ((IEnumerable)value).Cast<object?>().Select(Show))}]",
        _ => value.ToString() ?? "",
    };
}
