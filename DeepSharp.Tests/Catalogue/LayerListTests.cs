using System.Text;

namespace DeepSharp.Tests.Catalogue;

/// <summary><c>docs/layers.md</c> is made of the layers' own documentation; with DEEPSHARP_UPDATE_DOCS=1 the test writes it anew.</summary>
public sealed class LayerListTests
{
    private static readonly DocPage s_docs = new("DeepSharp.Layers");

    [Test]
    public void LayersPage_IsUpToDate() => DocPage.Check("layers.md", Write(DocPage.Root));

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
                page.Append($"| `{Signature(layer)}` | {s_docs.Summary(layer.Type)} |\n");
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
}
