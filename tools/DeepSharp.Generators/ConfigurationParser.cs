using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepSharp.Generators;

/// <summary>Reads a class marked [Layer] or [Configurable] and judges it.</summary>
internal static class ConfigurationParser
{
    static readonly string[] s_reserved = ["name", "trainable", "dtype"];

    public static ParseResult Parse(GeneratorAttributeSyntaxContext context)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var syntax = (TypeDeclarationSyntax)context.TargetNode;
        var attribute = context.Attributes[0];
        var isLayer = attribute.AttributeClass!.Name == "LayerAttribute";
        var problems = new List<DiagnosticModel>();
        void Report(DiagnosticDescriptor what, Location? where, params string[] rest)
            => problems.Add(new(what, where ?? syntax.Identifier.GetLocation(), new([type.Name, .. rest])));

        var bases = new List<INamedTypeSymbol>();
        for (var b = type.BaseType; b is not null && b.SpecialType != SpecialType.System_Object; b = b.BaseType) bases.Add(b);
        var constructor = type.InstanceConstructors.FirstOrDefault(c =>
            c.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax { ParameterList: not null }));

        if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword)) Report(Diagnostics.MustBePartial, null);
        if (constructor is null) Report(Diagnostics.NoPrimaryConstructor, null);
        if (type.ContainingType is not null || type.IsGenericType || type.IsAbstract || type.IsRecord) Report(Diagnostics.UnsupportedShape, null);
        if (isLayer && bases.All(b => b.ToDisplayString() != "DeepSharp.Layer")) Report(Diagnostics.NotALayer, null);
        if (problems.Count > 0) return new(null, new(problems));

        var docs = new Docs(type);
        var savable = new SavableTypes(context.SemanticModel.Compilation);
        var keys = new HashSet<string>(isLayer ? s_reserved : []);
        var parameters = new List<ParameterModel>();
        foreach (var p in constructor!.Parameters)
        {
            var model = Parameter(p, docs, type, bases);
            var where = p.Locations.FirstOrDefault();
            if (model.Doc.Length == 0) Report(Diagnostics.MissingDoc, where, p.Name);
            if (model.Saved && !savable.Contains(p.Type)) Report(Diagnostics.CannotBeSaved, where, p.Name, p.Type.ToDisplayString());
            if (model.Saved && !keys.Add(model.Key)) Report(Diagnostics.KeyTaken, where, p.Name, model.Key);
            parameters.Add(model);
        }
        var call = isLayer ? CallParser.Parse(type, bases, savable, (what, where, rest) => Report(what, where, rest)) : null;
        if (problems.Any(d => d.Descriptor.DefaultSeverity == DiagnosticSeverity.Error)) return new(null, new(problems));

        var ns = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        var package = Argument(attribute, "Package").Value as string ?? (Regex.IsMatch(ns, @"^DeepSharp(\.|$)") ? null : "Custom");
        var kind = Argument(attribute, "Kind").Value as ITypeSymbol ?? (isLayer ? bases.First(b => b.ToDisplayString() == "DeepSharp.Layer") : bases.LastOrDefault() ?? type);
        var inherited = bases.SelectMany(b => b.GetMembers()).Where(m => m.DeclaredAccessibility != Accessibility.Private).ToList();
        var inputs = isLayer ? InputsName(Argument(attribute, "Inputs")) : null;
        var functions = SymbolEqualityComparer.Default.Equals(kind.ContainingAssembly, type.ContainingAssembly) ? "LayerFunctions" : type.Name + "Functions";
        var tail = Argument(attribute, "Tail").Value is false ? null : bases.SelectMany(b => b.GetMembers()).OfType<IMethodSymbol>()
            .FirstOrDefault(m => m.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == "DeepSharp.ConstructorTailAttribute"));
        var tailDocs = tail is null ? null : new Docs(tail);
        string[] generated = ["TypeName", "Config", "FromConfig", "ToString"];
        return new(new(ns, type.Name, SyntaxFacts.GetText(type.DeclaredAccessibility),
            Argument(attribute, "Name").Value as string ?? type.Name, CSharp.Type(kind.WithNullableAnnotation(NullableAnnotation.None)),
            Argument(attribute, "Module").Value as string ?? (package is null ? KerasModule(kind.Name) : null),
            package, inputs, docs.Summary)
        {
            Functions = inputs == "Many" ? functions : null,
            Aliases = new(Argument(attribute, "Aliases") is { Kind: TypedConstantKind.Array } a ? a.Values.Select(v => (string)v.Value!) : []),
            Unused = new(type.GetAttributes().Where(x => x.AttributeClass?.ToDisplayString() == "DeepSharp.UnusedKeyAttribute").Select(Unused)),
            Parameters = new(parameters),
            Call = call,
            TailMethod = tail?.Name,
            Tail = new(tail is null ? [] : tail.Parameters.Where(p => parameters.All(q => q.Name != p.Name)).Select(p => Parameter(p, tailDocs!, type, bases))),
            Own = new(generated.Where(n => type.GetMembers(n).Any(m => !m.IsImplicitlyDeclared) || inherited.Any(m => m.Name == n && m.IsSealed))),
            Overrides = new(generated.Where(n => inherited.Any(m => m.Name == n && (m.IsAbstract || m.IsVirtual || m.IsOverride)))),
            AddsInterface = type.AllInterfaces.All(i => i.ToDisplayString() != "DeepSharp.IConfigurable"),
            HasBaseConfig = inherited.Any(m => m.Name == "BaseConfig") && inherited.Any(m => m.Name == "ReadBaseConfig"),
        }, new(problems));
    }

    static ParameterModel Parameter(IParameterSymbol p, Docs docs, INamedTypeSymbol type, List<INamedTypeSymbol> bases)
    {
        var property = CSharp.Pascal(p.Name);
        AttributeData? Mark(string name) => p.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == $"DeepSharp.{name}Attribute");
        var key = Mark("ConfigKey")?.ConstructorArguments[0].Value as string;
        var defaultsTo = Mark("DefaultsTo")?.ConstructorArguments[0].Value as string;
        var bare = p.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } n ? n.TypeArguments[0]
            : p.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        bool Has(INamedTypeSymbol owner, bool self) => owner.GetMembers(property).Any(m => self || m.DeclaredAccessibility != Accessibility.Private);
        return new(p.Name, CSharp.Type(p.Type), property, CSharp.Type(defaultsTo is null ? p.Type : bare), key ?? SnakeCase.Of(p.Name), docs.Parameter(p.Name))
        {
            Default = CSharp.Default(p),
            DefaultsTo = defaultsTo,
            Saved = Mark("NotConfig") is null,
            IsExtra = Mark("ExtraSetting") is not null,
            DeclaresProperty = !Has(type, true) && !bases.Any(b => Has(b, false)),
            IsNullableReference = p.Type.IsReferenceType && p.NullableAnnotation == NullableAnnotation.Annotated,
            IsParams = p.IsParams,
        };
    }

    static TypedConstant Argument(AttributeData attribute, string name) => attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value;

    static string InputsName(TypedConstant value) => value.Value is int and > 0 and var n ? new[] { "One", "Many", "None" }[n] : "One";

    /// <summary>The reader's call that accepts the key.</summary>
    static string Unused(AttributeData attribute) => Argument(attribute, "Derived").Value is true
        ? $"Ignore({attribute.ConstructorArguments[0].ToCSharpString()})"
        : $"Skip({Values(attribute)})";

    static string Values(AttributeData attribute)
        => string.Join(", ", attribute.ConstructorArguments.SelectMany(a => a.Kind == TypedConstantKind.Array ? a.Values : [a]).Select(v => v.ToCSharpString()));

    static string? KerasModule(string kind) => kind switch
    {
        "Layer" => "keras.layers",
        "Loss" => "keras.losses",
        "Metric" => "keras.metrics",
        "Optimizer" => "keras.optimizers",
        "LearningRateSchedule" or "Schedule" => "keras.optimizers.schedules",
        "Initializer" => "keras.initializers",
        "Regularizer" => "keras.regularizers",
        "Constraint" => "keras.constraints",
        "Model" => "keras",
        _ => null,
    };
}
