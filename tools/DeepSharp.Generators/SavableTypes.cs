using Microsoft.CodeAnalysis;

namespace DeepSharp.Generators;

/// <summary>Knows which types a file can hold; the counterpart of ConfigConverter at run time.</summary>
internal sealed class SavableTypes(Compilation compilation)
{
    readonly HashSet<ITypeSymbol> _foreign = new(Foreign(compilation), SymbolEqualityComparer.Default);

    public bool Contains(ITypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Single
            or SpecialType.System_Double or SpecialType.System_String) return true;
        if (type.TypeKind == TypeKind.Enum || _foreign.Contains(type)) return true;
        if (type is IArrayTypeSymbol array) return array.Rank == 1 && Contains(array.ElementType);
        if (type is not INamedTypeSymbol named) return false;
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T) return Contains(named.TypeArguments[0]);
        if (named.IsTupleType) return named.TypeArguments.All(Contains);
        if (named.AllInterfaces.Add(named).Any(i => i.ToDisplayString() == "DeepSharp.IConfigurable")) return true;
        if (named.AllInterfaces.Any(i => i.OriginalDefinition.ToDisplayString() == "DeepSharp.IConfigValue<TSelf>")) return true;
        if (named.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() is "DeepSharp.ConfigurableAttribute" or "DeepSharp.LayerAttribute")) return true;
        return named.OriginalDefinition.ToDisplayString() switch
        {
            "System.Collections.Generic.IReadOnlyList<T>" or "System.Collections.Generic.IReadOnlyCollection<T>"
                or "System.Collections.Generic.IEnumerable<T>" or "System.Collections.Generic.IList<T>" => Contains(named.TypeArguments[0]),
            "System.Collections.Generic.IReadOnlyDictionary<TKey, TValue>" or "System.Collections.Generic.Dictionary<TKey, TValue>"
                or "System.Collections.Generic.IDictionary<TKey, TValue>"
                => named.TypeArguments[0].SpecialType == SpecialType.System_String && Contains(named.TypeArguments[1]),
            _ => false,
        };
    }

    // Named by [assembly: ConfigForeignType(typeof(…))] in this assembly or in the one that holds the configuration contract.
    static IEnumerable<ITypeSymbol> Foreign(Compilation compilation)
        => new[] { compilation.Assembly, compilation.GetTypeByMetadataName("DeepSharp.IConfigurable")?.ContainingAssembly }
            .SelectMany(a => a is null ? [] : a.GetAttributes())
            .Where(a => a.AttributeClass?.ToDisplayString() == "DeepSharp.ConfigForeignTypeAttribute")
            .Select(a => a.ConstructorArguments[0].Value).OfType<ITypeSymbol>();
}
