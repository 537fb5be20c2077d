using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace DeepSharp.Generators;

/// <summary>The doc comment of a class or method: its summary and the text of each parameter, as XML on one line.</summary>
internal sealed class Docs
{
    readonly XElement? _root;

    public Docs(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml() ?? "";
        if (xml.Length == 0) xml = FromComments(symbol);      // projects that write no doc file do not parse doc comments
        try
        {
            _root = XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            _root = null;                                   // the compiler itself reports malformed doc comments (CS1570)
        }
    }

    public string Summary => Text(_root?.Element("summary"));

    public string Parameter(string name) => Text(_root?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name));

    /// <summary>Replaces references to parameters, which only methods may have.</summary>
    public static string WithoutParameters(string text, Func<string, string> replace)
        => Regex.Replace(text, "<paramref name=\"(\\w+)\" ?/>", m => replace(m.Groups[1].Value));

    static string Text(XElement? element)
        => element is null ? "" : Regex.Replace(string.Concat(element.Nodes().Select(n => n.ToString(SaveOptions.DisableFormatting))), "\\s+", " ").Trim();

    static string FromComments(ISymbol symbol)
    {
        var lines = symbol.DeclaringSyntaxReferences
            .SelectMany(r => r.GetSyntax().GetLeadingTrivia().ToFullString().Split('\n'))
            .Select(l => l.Trim())
            .Where(l => l.StartsWith("///", StringComparison.Ordinal))
            .Select(l => l.Substring(3));
        return $"<member>{string.Join("\n", lines)}</member>";
    }
}
