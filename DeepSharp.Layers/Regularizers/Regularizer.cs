namespace DeepSharp;

/// <summary>A penalty on weights or outputs that is added to the loss.</summary>
public abstract class Regularizer : IConfigurable
{
    /// <inheritdoc/>
    public virtual string TypeName => GetType().Name;

    /// <inheritdoc/>
    public virtual IReadOnlyList<ConfigEntry> Config => [];

    /// <summary>The penalty as a scalar tensor.</summary>
    public abstract Tensor Penalty(Tensor x);

    /// <summary>Finds a regularizer by Keras' name with its default strength, for example <c>"l2"</c>.</summary>
    public static implicit operator Regularizer(string name) => ConfigRegistry.Create<Regularizer>(name);
}
