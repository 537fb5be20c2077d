using System.Text;

namespace DeepSharp.Tests.Catalogue;

/// <summary><c>docs/layers.md</c> is made of the layers' own documentation; with DEEPSHARP_UPDATE_DOCS=1 the test writes it anew.</summary>
public sealed class LayerListTests
{
    private static readonly DocPage s_docs = new("DeepSharp.Layers");

    [Test]
    public void LayersPage_IsUpToDate() => DocPage.Check("layers.md", Write());

    private static string Write()
    {
        var page = new StringBuilder("# Layers\n\nMade from the documentation in `DeepSharp.Layers/`; do not edit. "
            + "Every layer also takes `Name`, `DType`, `Trainable` and `ActivityRegularizer`.\n");
        var families = ConfigRegistry.All.Where(t => t.Kind == typeof(Layer) && t.Type.Assembly == typeof(Layer).Assembly)
            .GroupBy(t => CatalogueTable.Family(t.Type)).OrderBy(f => f.Key, StringComparer.Ordinal);
        foreach (var family in families)
            CatalogueTable.Append(page, family.Key, ["layer", "what it does"], s_docs,
                family.OrderBy(t => t.ClassName, StringComparer.Ordinal).Select(t => (Signature(t), t.Type, Array.Empty<string>())));
        return page.ToString();
    }

    private static string Signature(ConfigType layer)
    {
        var parameters = layer.Type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters();
        return $"{layer.ClassName}({string.Join(", ", parameters.Select(p => p.HasDefaultValue ? $"[{p.Name}]" : p.Name))})";
    }
}
