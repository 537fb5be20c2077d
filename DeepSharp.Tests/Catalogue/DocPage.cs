using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DeepSharp.Tests.Catalogue;

/// <summary>A page under <c>docs/</c> made from documentation comments; with DEEPSHARP_UPDATE_DOCS=1 it is written anew.</summary>
/// <param name="assembly">Whose comments it is made from.</param>
internal sealed class DocPage(string assembly)
{
    private readonly Dictionary<string, XElement> _docs = XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly}.xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);

    /// <summary>The folder of the solution.</summary>
    public static string Root
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "DeepSharp.sln")))
                folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No folder above the tests holds DeepSharp.sln.");
            return folder;
        }
    }

    /// <summary>Fails where the page differs from what it should say.</summary>
    public static void Check(string name, string text)
    {
        string page = Path.Combine(Root, "docs", name);
        if (Environment.GetEnvironmentVariable("DEEPSHARP_UPDATE_DOCS") == "1") File.WriteAllText(page, text);
        Assert.That(File.Exists(page) ? File.ReadAllText(page).ReplaceLineEndings("\n") : "", Is.EqualTo(text),
            $"docs/{name} is stale. Run this test once with DEEPSHARP_UPDATE_DOCS=1 and commit the page.");
    }

    /// <summary>A type's summary on one line.</summary>
    public string Summary(Type type)
    {
        var summary = _docs[$"T:{type.FullName}"].Element("summary")!;
        string text = string.Concat(summary.Nodes().Select(n => n is XElement e
            ? $"`{e.Attribute("name")?.Value ?? e.Attribute("cref")?.Value.Split('.')[^1] ?? e.Value}`"
            : ((XText)n).Value));
        return Regex.Replace(text, "\\s+", " ").Trim().Replace("|", "\\|");
    }
}
