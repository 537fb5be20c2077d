using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepSharp.Generators;

/// <summary>C# text for types, names and default values.</summary>
internal static class CSharp
{
    static readonly SymbolDisplayFormat s_full = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string Type(ITypeSymbol type) => type.ToDisplayString(s_full);

    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, true);

    /// <summary>A parameter name, escaped where it is a keyword.</summary>
    public static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>The default of a parameter, or null if it has none.</summary>
    public static string? Default(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue) return null;
        var type = parameter.Type;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        return parameter.ExplicitDefaultValue switch
        {
            null => parameter.Type.IsValueType && !SymbolEqualityComparer.Default.Equals(type, parameter.Type) || parameter.Type.IsReferenceType ? "null" : "default",
            var value when type.TypeKind == TypeKind.Enum => Enum((INamedTypeSymbol)type, value),
            double d => Number(d, d.ToString("R", CultureInfo.InvariantCulture), "double", "d"),
            float f => Number(f, f.ToString("R", CultureInfo.InvariantCulture), "float", "f"),
            long l => l.ToString(CultureInfo.InvariantCulture) + "L",
            var value => SymbolDisplay.FormatPrimitive(value, true, false),
        };
    }

    static string Number(double value, string text, string type, string suffix)
        => double.IsNaN(value) ? $"{type}.NaN" : double.IsInfinity(value) ? $"{type}.{(value > 0 ? "Positive" : "Negative")}Infinity" : text + suffix;

    static string Enum(INamedTypeSymbol type, object value)
    {
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value));
        return member is null ? $"({Type(type)})({value})" : $"{Type(type)}.{Identifier(member.Name)}";
    }
}
