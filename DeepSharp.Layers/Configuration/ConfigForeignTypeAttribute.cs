namespace DeepSharp;

/// <summary>Tells the source generator that a type without <see cref="IConfigValue"/> can be a constructor parameter all the same,
/// because <see cref="ConfigConverter.Register{T}"/> is called for it.</summary>
/// <param name="type">The type.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ConfigForeignTypeAttribute(Type type) : Attribute
{
    /// <summary>The type.</summary>
    public Type Type { get; } = type;
}
