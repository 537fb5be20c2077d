namespace DeepSharp;

/// <summary>The plain form of an <see cref="IConfigurable"/>: what stands in a file between one pair of braces.</summary>
/// <param name="Module">Keras' module, for example <c>keras.layers</c>; null for types that Keras does not know.</param>
/// <param name="ClassName">Keras' class name.</param>
/// <param name="Config">The settings in order, with plain values.</param>
/// <param name="RegisteredName">Null for Keras' own classes, else <c>package>Name</c>.</param>
public sealed record ConfigObject(string? Module, string ClassName, IReadOnlyList<ConfigEntry> Config, string? RegisteredName = null)
{
    /// <summary>What stands after these four, such as <c>build_config</c>, <c>compile_config</c> and <c>inbound_nodes</c>; plain values.</summary>
    public IReadOnlyList<ConfigEntry> Beside { get; init; } = [];

    /// <summary>A value of <see cref="Beside"/>, or null.</summary>
    internal object? Extra(string key) => Beside.FirstOrDefault(e => e.Key == key)?.Value;

    /// <summary>The plain form of a dtype policy, as Keras writes it under <c>dtype</c>.</summary>
    /// <param name="name">The policy, for example <c>float32</c> or <c>mixed_float16</c>.</param>
    /// <returns>The object to put into a config.</returns>
    public static ConfigObject DTypePolicy(string name) => new("keras", "DTypePolicy", [new("name", name)]);

    /// <summary>The policy's name out of either form that Keras has written over time: a string or a DTypePolicy object.</summary>
    /// <param name="value">The plain value found under <c>dtype</c>.</param>
    /// <returns>The policy's name.</returns>
    /// <exception cref="FormatException">The value is neither form.</exception>
    public static string DTypePolicyName(object? value) => value switch
    {
        string name => name,
        ConfigObject { ClassName: "DTypePolicy", Config: [{ Key: "name", Value: string name }, ..] } => name,
        _ => throw new FormatException("expected a dtype name such as \"float32\" or a DTypePolicy object with a name"),
    };
}
