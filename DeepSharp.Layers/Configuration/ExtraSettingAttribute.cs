namespace DeepSharp;

/// <summary>Marks a constructor parameter that Keras' class does not have: it is written to files only where it is not its default, so that all
/// other files can be read there too.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ExtraSettingAttribute : Attribute;
