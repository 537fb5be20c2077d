using System.Text;

namespace DeepSharp.Tests.Catalogue;

/// <summary><c>docs/losses.md</c> is made of the losses' own documentation; with DEEPSHARP_UPDATE_DOCS=1 the test writes it anew.</summary>
public sealed class LossListTests
{
    private static readonly DocPage s_docs = new("DeepSharp.Models");

    [Test]
    public void LossesPage_IsUpToDate() => DocPage.Check("losses.md", Write());

    private static string Write()
    {
        var page = new StringBuilder("# Losses\n\nMade from the documentation in `DeepSharp.Models/Losses`; do not edit. "
            + "y are the targets, ŷ the predictions. Every loss also takes `Name` and `Reduction`, and is found by its class name in any spelling, "
            + "for example `\"mean_squared_error\"`.\n");
        CatalogueTable.AppendFamilies<Loss>(page, s_docs, "loss", "what it measures");
        return page.ToString();
    }
}
