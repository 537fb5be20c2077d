namespace DeepSharp;

/// <summary>Gives the name used in files to a constructor parameter or an enum member where it is not simply the snake_case form.</summary>
/// <param name="key">The name in files, for example <c>beta_1</c>.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class ConfigKeyAttribute(string key) : Attribute
{
    /// <summary>The name in files.</summary>
    public string Key { get; } = key;
}
