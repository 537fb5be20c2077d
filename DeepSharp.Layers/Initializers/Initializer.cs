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

    /// <summary>One like this for another weight: without a seed it draws other numbers.</summary>
    internal Initializer Fresh() => ConfigRegistry.Find(this) is null ? this : ConfigRegistry.Create<Initializer>(ConfigTree.Plain(this));

    /// <summary>Finds an initializer by Keras' name, for example <c>"he_normal"</c>.</summary>
    public static implicit operator Initializer(string name) => ConfigRegistry.Create<Initializer>(name);
}
