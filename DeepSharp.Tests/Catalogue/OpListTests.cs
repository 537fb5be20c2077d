using System.Text;

namespace DeepSharp.Tests.Catalogue;

/// <summary><c>docs/ops.md</c> is made of the ops' own documentation; with DEEPSHARP_UPDATE_DOCS=1 the test writes it anew.</summary>
public sealed class OpListTests
{
    private static readonly DocPage s_docs = new("DeepSharp.Core");

    [Test]
    public void OpsPage_IsUpToDate() => DocPage.Check("ops.md", Write());

    private static string Write()
    {
        var page = new StringBuilder("# Ops\n\nMade from the documentation in `DeepSharp.Core/Ops`; do not edit. Names ending in `Op` are op records, "
            + "those ending in `Fn` functions of the element-wise and reduction ops; the `Tensor` methods stand in the same files.\n");
        string ops = Path.Combine(DocPage.Root, "DeepSharp.Core", "Ops");
        foreach (string folder in Directory.EnumerateDirectories(ops).Order(StringComparer.Ordinal))
        {
            string sources = string.Concat(Directory.EnumerateFiles(folder, "*.cs").Select(File.ReadAllText));
            var types = typeof(Op).Assembly.GetExportedTypes()
                .Where(t => !t.IsAbstract && !t.IsGenericType && (t.Name.EndsWith("Op") || t.Name.EndsWith("Fn")) && sources.Contains($" {t.Name}"))
                .Where(t => sources.Contains($"record {t.Name}") || sources.Contains($"record struct {t.Name}"))
                .OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
            if (types.Count == 0) continue;
            CatalogueTable.Append(page, Path.GetFileName(folder), ["op", "what it computes"], s_docs,
                types.Select(t => (t.Name, t, Array.Empty<string>())));
        }
        return page.ToString();
    }
}
