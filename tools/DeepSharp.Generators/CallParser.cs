using Microsoft.CodeAnalysis;

namespace DeepSharp.Generators;

/// <summary>Reads the method marked [CallMethod] of a layer or of its base class and judges it.</summary>
internal static class CallParser
{
    public static CallModel? Parse(INamedTypeSymbol type, IEnumerable<INamedTypeSymbol> bases, SavableTypes savable, Action<DiagnosticDescriptor, Location?, string[]> report)
    {
        var method = bases.Prepend(type).SelectMany(b => b.GetMembers()).OfType<IMethodSymbol>()
            .FirstOrDefault(m => m.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == "DeepSharp.CallMethodAttribute"));
        if (method is null) return null;
        void Report(string what, Location? where = null) => report(Diagnostics.BadCallMethod, where ?? method.Locations.FirstOrDefault(), [method.Name, what]);

        string returns = method.ReturnType.ToDisplayString();
        if (returns is not ("DeepSharp.Tensor" or "DeepSharp.Tensor[]")) Report("it must return Tensor or Tensor[]");
        var docs = new Docs(method);
        var arguments = new List<CallArgumentModel>();
        string? context = null;
        foreach (var p in method.Parameters)
        {
            var where = p.Locations.FirstOrDefault();
            string bare = p.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString().Replace("?", "");
            if (bare == "DeepSharp.CallContext")
            {
                context = p.Name;
                continue;
            }
            string kind = bare switch { "DeepSharp.Tensor" => "Tensor", "DeepSharp.Tensor[]" => "Tensors", _ => "Setting" };
            if (kind == "Setting" && !p.HasExplicitDefaultValue) Report($"the setting '{p.Name}' needs a default", where);
            if (kind == "Setting" && !savable.Contains(p.Type)) Report($"the type '{p.Type.ToDisplayString()}' of '{p.Name}' cannot stand in a file", where);
            if (p.Name is "training") Report("training is no argument of its own; ask CallContext.Training", where);
            string doc = docs.Parameter(p.Name);
            // The comments of a base class in another assembly cannot be seen here.
            if (doc.Length == 0 && where is { IsInSource: false }) doc = $"As for <c>{method.ContainingType.Name}</c>.";
            if (doc.Length == 0) Report($"the argument '{p.Name}' has no <param> doc", where);
            arguments.Add(new(p.Name, SnakeCase.Of(p.Name), kind, CSharp.Type(p.Type), CSharp.Default(p), doc));
        }
        if (arguments.Count == 0 || arguments[0].Kind == "Setting" || arguments[0].Default is not null) Report("its first argument must be a tensor or a list of tensors without default");
        return new(method.Name, returns == "DeepSharp.Tensor[]", context, new(arguments));
    }
}
