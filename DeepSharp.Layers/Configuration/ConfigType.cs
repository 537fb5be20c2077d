namespace DeepSharp;

/// <summary>A class that can be rebuilt from a file: one entry of the <see cref="ConfigRegistry"/>.</summary>
/// <param name="Kind">The family in which the name is unique, for example <c>Layer</c>.</param>
/// <param name="Type">The class.</param>
/// <param name="ClassName">Keras' class name.</param>
/// <param name="Module">Keras' module, or null for types that Keras does not know.</param>
/// <param name="Create">Rebuilds an instance from its settings.</param>
public sealed record ConfigType(Type Kind, Type Type, string ClassName, string? Module, Func<ConfigReader, IConfigurable> Create)
{
    /// <summary>The package of a type that Keras does not know, or null.</summary>
    public string? Package { get; init; }

    /// <summary>Further names understood when reading.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Null for Keras' public classes, else <c>package>Name</c>, or what Keras writes for a class that it does not export.</summary>
    public string? RegisteredName { get => field ?? (Package is null ? null : $"{Package}>{ClassName}"); init; }
}
