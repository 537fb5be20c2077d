namespace DeepSharp;

/// <summary>Where in a configuration a value stands, for messages.</summary>
/// <param name="ClassName">The class being read.</param>
/// <param name="Key">The key, with an index for list elements, or empty for the object as a whole.</param>
/// <param name="Outer">Where the object itself stands, or null at the top.</param>
internal sealed record ConfigPlace(string ClassName, string Key, ConfigPlace? Outer)
{
    /// <summary>" (in Dense.kernel_initializer)", or nothing at the top.</summary>
    public string Within => Outer is null ? "" : $" (in {Outer.Path})";

    string Path => (Outer is null ? "" : Outer.Path + ".") + ClassName + "." + Key;

    public ConfigPlace At(int index) => this with { Key = $"{Key}[{index}]" };
}
