namespace DeepSharp;

/// <summary>One setting of an <see cref="IConfigurable"/>.</summary>
/// <param name="Key">Keras' key, in snake_case.</param>
/// <param name="Value">The value: a number, a string, an enum, a list, an <see cref="IConfigValue"/>, an <see cref="IConfigurable"/> or null.</param>
public sealed record ConfigEntry(string Key, object? Value);
