using Microsoft.CodeAnalysis;

namespace DeepSharp.Generators;

/// <summary>What the generators complain about. The ids are stable.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor MustBePartial = Error("DS001", "Type must be partial",
        "'{0}' must be partial, because its configuration is generated into it");

    public static readonly DiagnosticDescriptor MissingDoc = new("DS002", "Parameter without doc",
        "Parameter '{1}' of '{0}' has no <param> doc; it is the doc of the property and of the fluent methods, too", "DeepSharp",
        DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor CannotBeSaved = Error("DS003", "Parameter type cannot be saved",
        "Parameter '{1}' of '{0}' has type '{2}', which files cannot hold; implement IConfigValue<T> or IConfigurable there, or mark the parameter [NotConfig]");

    public static readonly DiagnosticDescriptor NoPrimaryConstructor = Error("DS004", "Primary constructor missing",
        "'{0}' needs a primary constructor, because that is its configuration; without settings write '{0}()'");

    public static readonly DiagnosticDescriptor UnsupportedShape = Error("DS005", "Type cannot be configurable",
        "'{0}' must be a class of its own to be rebuilt from a file: not nested, not generic, not abstract, not a record");

    public static readonly DiagnosticDescriptor NotALayer = Error("DS006", "[Layer] on another type",
        "'{0}' has [Layer] but does not derive from DeepSharp.Layer; use [Configurable]");

    public static readonly DiagnosticDescriptor KeyTaken = Error("DS007", "Key taken",
        "Parameter '{1}' of '{0}' would be written as '{2}', which is taken by another parameter or by the base class; use [ConfigKey]");

    public static readonly DiagnosticDescriptor TwoKernels = Error("DS008", "Two kernels for one op",
        "'{0}' and '{1}' are both kernels for '{2}'; only one can be");

    public static readonly DiagnosticDescriptor BadCallMethod = Error("DS009", "Method cannot be a layer's formula",
        "[CallMethod] '{0}.{1}': {2}");

    static DiagnosticDescriptor Error(string id, string title, string message)
        => new(id, title, message, "DeepSharp", DiagnosticSeverity.Error, true);
}
