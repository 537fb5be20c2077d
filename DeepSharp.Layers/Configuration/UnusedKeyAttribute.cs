namespace DeepSharp;

/// <summary>Names a key that Keras writes for this class and that has no counterpart here. Reading accepts it while it is null or one
/// of the given neutral values, and refuses anything else by name, so that no setting is dropped silently.</summary>
/// <remarks>Where the value only repeats what follows from other settings, <see cref="Derived"/> accepts any.</remarks>
/// <example><c>[UnusedKey("use_cudnn", "auto", true, false)]</c>, <c>[UnusedKey("quantization_config")]</c></example>
/// <param name="key">The key in files.</param>
/// <param name="neutral">Values without effect: bools, numbers or strings.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UnusedKeyAttribute(string key, params object[] neutral) : Attribute
{
    /// <summary>The key in files.</summary>
    public string Key { get; } = key;

    /// <summary>Values without effect.</summary>
    public object[] Neutral { get; } = neutral;

    /// <summary>Whether the value follows from other settings, so that reading need not look at it.</summary>
    public bool Derived { get; init; }
}
