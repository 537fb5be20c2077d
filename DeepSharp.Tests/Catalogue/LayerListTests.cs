using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DeepSharp.Tests.Catalogue;

/// <summary><c>docs/layers.md</c> is made of the layers' own documentation; with DEEPSHARP_UPDATE_DOCS=1 the test writes it anew.</summary>
public sealed class LayerListTests
{
    private static readonly Dictionary<string, XElement> s_docs = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "DeepSharp.Layers.xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);

    [Test]
    public void LayersPage_IsUpToDate()
    {
        string root = Root(), page = Path.Combine(root, "docs", "layers.md"), text = Write(root);
        if (Environment.GetEnvironmentVariable("DEEPSHARP_UPDATE_DOCS") == "1") File.WriteAllText(page, text);
        Assert.That(File.Exists(page) ? File.ReadAllText(page).ReplaceLineEndings("\n") : "", Is.EqualTo(text),
            "docs/layers.md is stale. Run this test once with DEEPSHARP_UPDATE_DOCS=1 and commit the page.");
    }

    private static string Write(string root)
    {
        var page = new StringBuilder("# Layers\n\nMade from the documentation in `DeepSharp.Layers/`; do not edit. "
            + "Every layer also takes `Name`, `DType`, `Trainable` and `ActivityRegularizer`.\n");
        var families = ConfigRegistry.All.Where(t => t.Kind == typeof(Layer) && t.Type.Assembly == typeof(Layer).Assembly)
            .GroupBy(t => Family(root, t.Type)).OrderBy(f => f.Key, StringComparer.Ordinal);
        foreach (var family in families)
        {
            page.Append($"\n## {family.Key}\n\n| layer | what it does |\n|---|---|\n");
            foreach (var layer in family.OrderBy(t => t.ClassName, StringComparer.Ordinal))
                page.Append($"| `{Signature(layer)}` | {Summary(layer.Type)} |\n");
        }
        return page.ToString();
    }

    /// <summary>The folder the class stands in.</summary>
    private static string Family(string root, Type type)
    {
        string layers = Path.Combine(root, "DeepSharp.Layers");
        string file = Directory.EnumerateFiles(layers, $"{type.Name}.cs", SearchOption.AllDirectories)
            .Single(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}") && File.ReadAllText(f).Contains($"namespace {type.Namespace};"));
        return Path.GetFileName(Path.GetDirectoryName(file))!;
    }

    private static string Signature(ConfigType layer)
    {
        var parameters = layer.Type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters();
        return $"{layer.ClassName}({string.Join(", ", parameters.Select(p => p.HasDefaultValue ? $"[{p.Name}]" : p.Name))})";
    }

    private static string Summary(Type type)
    {
        var summary = s_docs[$"T:{type.FullName}"].Element("summary")!;
        string text = string.Concat(summary.Nodes().Select(n => n is XElement e
            ? $"`{e.Attribute("name")?.Value ?? e.Attribute("cref")?.Value.Split('.')[^1] ?? e.Value}`"
            : ((XText)n).Value));
        return Regex.Replace(text, "\\s+", " ").Trim().Replace("|", "\\|");
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DeepSharp.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No folder above the tests holds DeepSharp.sln.");
        return folder;
    }
}
