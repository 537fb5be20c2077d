namespace DeepSharp;

/// <summary>Gives weights their first values.</summary>
public abstract class Initializer : IConfigurable
{
    /// <inheritdoc/>
    public virtual string TypeName => GetType().Name;

    /// <inheritdoc/>
    public virtual IReadOnlyList<ConfigEntry> Config => [];

    /// <summary>A tensor of first values.</summary>
    /// <param name="shape">The weight's shape; all lengths known.</param>
    /// <param name="dtype">The weight's type.</param>
    public abstract Tensor Create(Shape shape, DType dtype = DType.Float32);

    /// <summary>Finds an initializer by Keras' name, for example <c>"he_normal"</c>.</summary>
    public static implicit operator Initializer(string name) => ConfigRegistry.Create<Initializer>(name);
}
