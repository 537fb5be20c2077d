using Microsoft.CodeAnalysis;

namespace DeepSharp.Generators;

/// <summary>What the parser found out about one marked class.</summary>
internal sealed record TypeModel(string Namespace, string Name, string Accessibility, string ClassName, string Kind, string? Module,
    string? Package, string? Inputs, string Summary)
{
    /// <summary>Fully qualified with <c>global::</c>.</summary>
    public string FullName => Namespace.Length == 0 ? $"global::{Name}" : $"global::{Namespace}.{Name}";

    /// <summary>Where the layer's methods stand: DeepSharp's own in the root namespace, anyone else's beside the layer.</summary>
    public string FluentNamespace => Namespace.StartsWith("DeepSharp.", StringComparison.Ordinal) ? "DeepSharp" : Namespace;

    /// <summary>The class that holds the function of a layer with several inputs. All such layers of DeepSharp.Layers share one, for a
    /// single `using static`; elsewhere each has its own, or two assemblies would both have a class of that name.</summary>
    public string? Functions { get; init; }

    public EquatableArray<string> Aliases { get; init; }
    public EquatableArray<string> Unused { get; init; }
    public EquatableArray<ParameterModel> Parameters { get; init; }

    /// <summary>The base class's method that takes the arguments behind the primary constructor's own, and those arguments.</summary>
    public string? TailMethod { get; init; }
    public EquatableArray<ParameterModel> Tail { get; init; }

    /// <summary>Members written by hand or inherited, which are not generated.</summary>
    public EquatableArray<string> Own { get; init; }

    /// <summary>Members that the base class declares and that are overridden.</summary>
    public EquatableArray<string> Overrides { get; init; }

    /// <summary>The method marked [CallMethod], or null.</summary>
    public CallModel? Call { get; init; }

    public bool AddsInterface { get; init; }
    public bool HasBaseConfig { get; init; }
}

/// <summary>One parameter of the primary constructor.</summary>
internal sealed record ParameterModel(string Name, string Type, string Property, string PropertyType, string Key, string Doc)
{
    /// <summary>The default as C# code, or null if the argument must be given.</summary>
    public string? Default { get; init; }

    /// <summary>The expression of DefaultsTo.</summary>
    public string? DefaultsTo { get; init; }

    public bool Saved { get; init; }

    /// <summary>Whether it is saved only where it is not the default.</summary>
    public bool IsExtra { get; init; }
    public bool DeclaresProperty { get; init; }
    public bool IsNullableReference { get; init; }
    public bool IsParams { get; init; }
}

/// <summary>A layer's formula with named arguments.</summary>
/// <param name="Name">The method.</param>
/// <param name="ReturnsArray">Whether it gives several outputs.</param>
/// <param name="Context">The name of the parameter that takes the call's context, or null.</param>
/// <param name="Arguments">The other parameters.</param>
internal sealed record CallModel(string Name, bool ReturnsArray, string? Context, EquatableArray<CallArgumentModel> Arguments);

/// <summary>One call argument.</summary>
/// <param name="Kind">Tensor, Tensors or Setting.</param>
/// <param name="Type">The C# type of the parameter; for tensors with <c>Tensor</c>.</param>
/// <param name="Default">The default as C# code, or null if the argument must be given.</param>
internal sealed record CallArgumentModel(string Name, string Key, string Kind, string Type, string? Default, string Doc);

internal sealed record DiagnosticModel(DiagnosticDescriptor Descriptor, Location Location, EquatableArray<string> Arguments);

internal sealed record ParseResult(TypeModel? Type, EquatableArray<DiagnosticModel> Diagnostics);
