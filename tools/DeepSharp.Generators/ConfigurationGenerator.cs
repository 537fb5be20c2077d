using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepSharp.Generators;

/// <summary>Completes classes marked [Layer] or [Configurable]: see LayerAttribute and ConfigurableAttribute in DeepSharp.Layers.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ConfigurationGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var layers = Marked(context, "DeepSharp.LayerAttribute");
        var others = Marked(context, "DeepSharp.ConfigurableAttribute");
        context.RegisterSourceOutput(layers, Produce);
        context.RegisterSourceOutput(others, Produce);
        context.RegisterSourceOutput(layers.Collect().Combine(others.Collect()), static (output, found) =>
        {
            var types = found.Left.Concat(found.Right).Select(r => r.Type).OfType<TypeModel>().ToList();
            if (types.Count > 0) output.AddSource("ConfigRegistration.g.cs", SourceText.From(ConfigurationEmitter.Registry(types), Encoding.UTF8));
        });
    }

    static IncrementalValuesProvider<ParseResult> Marked(IncrementalGeneratorInitializationContext context, string attribute)
        => context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (node, _) => node is TypeDeclarationSyntax,
            static (marked, _) => ConfigurationParser.Parse(marked));

    static void Produce(SourceProductionContext output, ParseResult result)
    {
        foreach (var d in result.Diagnostics) output.ReportDiagnostic(Diagnostic.Create(d.Descriptor, d.Location, d.Arguments.ToArray<object>()));
        if (result.Type is not { } type) return;
        var file = $"{type.Namespace}.{type.Name}".TrimStart('.');
        output.AddSource($"{file}.g.cs", SourceText.From(ConfigurationEmitter.Type(type), Encoding.UTF8));
        if (type.Inputs is "One" or "Many") output.AddSource($"{file}.Methods.g.cs", SourceText.From(FluentEmitter.Methods(type), Encoding.UTF8));
    }
}
