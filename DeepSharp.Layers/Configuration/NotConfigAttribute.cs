namespace DeepSharp;

/// <summary>Says that a constructor parameter is not written to files, for example because it is code. A class with such a parameter
/// can be loaded only if the parameter has a default.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class NotConfigAttribute : Attribute;
