using System.Text;

namespace DeepSharp.Tests.Catalogue;

/// <summary><c>docs/callbacks.md</c> is made of the callbacks' own documentation; with DEEPSHARP_UPDATE_DOCS=1 the test writes it anew.</summary>
public sealed class CallbackPageTests
{
    private static readonly DocPage s_docs = new("DeepSharp.Models");

    [Test]
    public void CallbacksPage_IsUpToDate() => DocPage.Check("callbacks.md", Write());

    private static string Write()
    {
        var page = new StringBuilder("# Callbacks\n\nMade from the documentation in `DeepSharp.Models/Callbacks`; do not edit. Give them to `Fit`, `Evaluate` or "
            + "`PredictAll`; they are called in their order, then the history, then the progress display. For one of your own derive from `Callback`, or make a `LambdaCallback`.\n");
        var callbacks = typeof(Callback).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Callback)) && !t.IsAbstract).OrderBy(t =>
            t.Name, StringComparer.Ordinal);
        CatalogueTable.Append(page, null, ["callback", "what it does"], s_docs, callbacks.Select(t =>
            (CatalogueTable.Constructor(t, t.Name), t, Array.Empty<string>())));
        return page.ToString();
    }
}
