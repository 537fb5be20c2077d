namespace DeepSharp;

/// <summary>Something that can be written down as a class name and a list of settings, and rebuilt from them.</summary>
/// <remarks>The members are normally generated: mark a partial class that has a primary constructor with
/// <see cref="ConfigurableAttribute"/> (or a layer with <see cref="LayerAttribute"/>).</remarks>
public interface IConfigurable
{
    /// <summary>Keras' class name, for example <c>Conv2D</c>.</summary>
    string TypeName { get; }

    /// <summary>The settings in order, under Keras' snake_case keys.</summary>
    IReadOnlyList<ConfigEntry> Config { get; }
}
