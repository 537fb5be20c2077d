using System.Text;

namespace DeepSharp.Tests.Catalogue;

/// <summary><c>docs/metrics.md</c> is made of the metrics' own documentation; with DEEPSHARP_UPDATE_DOCS=1 the test writes it anew.</summary>
public sealed class MetricListTests
{
    private static readonly DocPage s_docs = new("DeepSharp.Models");

    [Test]
    public void MetricsPage_IsUpToDate() => DocPage.Check("metrics.md", Write());

    private static string Write()
    {
        var page = new StringBuilder("# Metrics\n\nMade from the documentation in `DeepSharp.Models/Metrics`; do not edit. "
            + "y are the targets, ŷ the predictions. Every metric also takes `Name`, and is found by its class name in any spelling, for example `\"f1_score\"`.\n");
        CatalogueTable.AppendFamilies<Metric>(page, s_docs, "metric", "what it measures");
        var beside = typeof(DeepSharp.Metrics.MeanAveragePrecision);
        page.Append("\nIt takes lists of boxes, so it is measured beside the model and not among its metrics:\n");
        CatalogueTable.Append(page, null, ["measure", "what it measures"], s_docs,
            [(CatalogueTable.Constructor(beside, beside.Name), beside, [])]);
        return page.ToString();
    }
}
