using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepSharp.Generators;

/// <summary>Fills the tables of ONNX: every class deriving from <c>OnnxOperator</c> is entered under its name without <c>Operator</c>, every class
/// deriving from <c>OnnxForm&lt;TOp&gt;</c> under its op.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class OnnxGenerator : IIncrementalGenerator
{
    const string Ending = "Operator";

    sealed record Entry(string Table, string Key, string Type);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var entries = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is ClassDeclarationSyntax { BaseList: not null, TypeParameterList: null },
            static (found, cancel) => Find(found.SemanticModel.GetDeclaredSymbol((ClassDeclarationSyntax)found.Node, cancel)));
        context.RegisterSourceOutput(entries.Where(static e => e is not null).Collect(), static (output, found) =>
        {
            foreach (var table in found.OfType<Entry>().GroupBy(e => e.Type).Select(g => g.First()).GroupBy(e => e.Table)) Emit(output, table.Key, [.. table]);
        });
    }

    static Entry? Find(INamedTypeSymbol? type)
    {
        if (type is null or { IsAbstract: true } || !type.InstanceConstructors.Any(c => c.Parameters.Length == 0)) return null;
        for (var b = type.BaseType; b is not null; b = b.BaseType)
            switch (b.OriginalDefinition.ToDisplayString())
            {
                case "DeepSharp.Onnx.OnnxOperator" when type.Name.EndsWith(Ending, StringComparison.Ordinal):
                    return new("OnnxOperator", $"\"{type.Name.Substring(0, type.Name.Length - Ending.Length)}\"", CSharp.Type(type));
                case "DeepSharp.Onnx.OnnxForm<TOp>":
                    return new("OnnxForm", $"typeof({CSharp.Type(b.TypeArguments[0])})", CSharp.Type(type));
            }
        return null;
    }

    static void Emit(SourceProductionContext output, string table, List<Entry> entries)
    {
        var b = new StringBuilder(ConfigurationEmitter.Header).Append($"namespace DeepSharp.Onnx;\n\ninternal static partial class {table}Table\n{{\n");
        string key = table == "OnnxOperator" ? "string" : "global::System.Type";
        b.Append($"    static partial void Fill(global::System.Action<{key}, {table}> enter)\n    {{\n");
        foreach (var entry in entries.OrderBy(e => e.Key, StringComparer.Ordinal)) b.Append($"        enter({entry.Key}, new {entry.Type}());\n");
        output.AddSource($"{table}Table.g.cs", SourceText.From(b.Append("    }\n}\n").ToString(), Encoding.UTF8));
    }
}
