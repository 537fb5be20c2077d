namespace DeepSharp;

/// <summary>Marks a partial class whose primary constructor is its configuration: losses, metrics, optimizers, schedules, initializers,
/// regularizers, constraints. Properties, <see cref="IConfigurable"/>, <c>FromConfig</c>, <c>ToString</c> and the registry entry are generated.</summary>
/// <remarks>Parameters can carry <see cref="ConfigKeyAttribute"/>, <see cref="NotConfigAttribute"/> and <see cref="DefaultsToAttribute"/>.
/// A property, <c>ToString</c>, <c>TypeName</c>, <c>Config</c> or <c>FromConfig</c> written by hand is left alone. If the base class has
/// <c>IEnumerable&lt;ConfigEntry&gt; BaseConfig()</c> and <c>void ReadBaseConfig(ConfigReader)</c>, its settings come first.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public class ConfigurableAttribute : Attribute
{
    /// <summary>Keras' class name where it differs from the name of the type.</summary>
    public string? Name { get; init; }

    /// <summary>Keras' module. Default: derived from the base class (<c>Layer</c>: <c>keras.layers</c>, <c>Loss</c>: <c>keras.losses</c>, …).</summary>
    public string? Module { get; init; }

    /// <summary>For types Keras does not know: they are registered as <c>Package>Name</c>. Default: none inside the DeepSharp
    /// namespaces, elsewhere <c>Custom</c>, as in Keras.</summary>
    public string? Package { get; init; }

    /// <summary>Further names understood when reading, for example <c>mse</c>. Case and underscores never matter.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>The family in which the name must be unique. Default: the topmost base class.</summary>
    public Type? Kind { get; init; }

    /// <summary>Whether the constructor also takes what a base class marks with <see cref="ConstructorTailAttribute"/>.</summary>
    public bool Tail { get; init; } = true;
}
