using System.Globalization;
using System.Reflection;
using System.Text;

namespace DeepSharp.Tests.Catalogue;

/// <summary>The tables of the pages under <c>docs/</c>: a row for each class, with its constructor and its summary.</summary>
internal static class CatalogueTable
{
    /// <summary>The folder the class stands in, under the folder of its assembly.</summary>
    public static string Family(Type type)
    {
        string project = Path.Combine(DocPage.Root, type.Assembly.GetName().Name!);
        string file = Directory.EnumerateFiles(project, $"{type.Name}.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Single(f => File.ReadAllText(f).Contains($"namespace {type.Namespace};"));
        return Path.GetFileName(Path.GetDirectoryName(file))!;
    }

    /// <summary>A heading, a table, and a row for each class.</summary>
    /// <param name="page">What it is added to.</param>
    /// <param name="heading">The heading over the table, or null.</param>
    /// <param name="columns">Names of the columns, the first for the code and the second for the summary.</param>
    /// <param name="docs">Where the summaries are found.</param>
    /// <param name="rows">What stands in the first column, and the class; further columns if there are any.</param>
    public static void Append(StringBuilder page, string? heading, string[] columns, DocPage docs, IEnumerable<(string Code, Type Type, string[] More)> rows)
    {
        if (heading is not null) page.Append($"\n## {heading}\n");
        page.Append($"\n| {string.Join(" | ", columns)} |\n|{string.Concat(Enumerable.Repeat("---|", columns.Length))}\n");
        foreach (var (code, type, more) in rows)
            page.Append($"| {string.Join(" | ", [$"`{code}`", docs.Summary(type), .. more])} |\n");
    }

    /// <summary>A table for each folder with the registered classes of a kind in it, the names they are found by beside them.</summary>
    public static void AppendFamilies<TKind>(StringBuilder page, DocPage docs, string column, string summary)
    {
        var families = ConfigRegistry.All.Where(t => t.Kind == typeof(TKind) && t.Type.Assembly == typeof(TKind).Assembly)
            .GroupBy(t => Family(t.Type)).OrderBy(f => f.Key, StringComparer.Ordinal);
        foreach (var family in families)
            Append(page, family.Key, [column, summary, "also found as"], docs,
                family.OrderBy(t => t.ClassName, StringComparer.Ordinal).Select(t =>
                    (Constructor(t.Type, t.ClassName), t.Type, new[] { string.Join(", ", t.Aliases.Select(a => $"`{a}`")) })));
    }

    /// <summary>The constructor with its defaults: <c>Huber(delta = 1)</c>. What a base class adds to all constructors is left out.</summary>
    public static string Constructor(Type type, string name)
    {
        var constructors = type.GetConstructors().OrderBy(c => c.GetParameters().Length).ToList();
        var constructor = HasTail(type) ? constructors[0] : constructors[^1];
        return $"{name}({string.Join(", ", constructor.GetParameters().Select(Parameter))})";
    }

    /// <summary>Whether a base class adds parameters to every constructor; the shorter one is then the class's own.</summary>
    private static bool HasTail(Type type)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
            if (t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Any(m => m.IsDefined(typeof(ConstructorTailAttribute))))
                return true;
        return false;
    }

    private static string Parameter(ParameterInfo p) =>
        !p.HasDefaultValue ? p.Name!
        : $"{p.Name} = {p.GetCustomAttribute<DefaultsToAttribute>()?.Expression ?? Literal(p.DefaultValue, p.ParameterType)}";

    private static string Literal(object? value, Type type)
    {
        if (value is null) return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null";
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) value = Enum.ToObject(type, value);
        return value switch
        {
            bool b => b ? "true" : "false",
            string s => $"\"{s}\"",
            Enum e => $"{type.Name}.{e}",
            IFormattable n => n.ToString(null, CultureInfo.InvariantCulture).Replace("E-0", "e-").Replace("E", "e"),
            _ => value.ToString()!,
        };
    }
}
