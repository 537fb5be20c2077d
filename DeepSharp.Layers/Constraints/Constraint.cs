namespace DeepSharp;

/// <summary>Brings a weight back into bounds after each optimizer step.</summary>
public abstract class Constraint : IConfigurable
{
    /// <inheritdoc/>
    public virtual string TypeName => GetType().Name;

    /// <inheritdoc/>
    public virtual IReadOnlyList<ConfigEntry> Config => [];

    /// <summary>The weight brought into bounds.</summary>
    public abstract Tensor Apply(Tensor weight);

    /// <summary>Finds a constraint by Keras' name with its defaults, for example <c>"non_neg"</c>.</summary>
    public static implicit operator Constraint(string name) => ConfigRegistry.Create<Constraint>(name);
}
