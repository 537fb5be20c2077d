namespace DeepSharp;

/// <summary>A configuration in a file does not fit the class it names.</summary>
public sealed class ConfigException : DeepSharpException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="className">The class whose configuration is at fault.</param>
    /// <param name="key">The key at fault, or null when the fault is in the whole object.</param>
    /// <param name="message">Who, expected, got, and what to do.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public ConfigException(string className, string? key, string message, Exception? inner = null) : base(message, inner)
        => (ClassName, Key) = (className, key);

    /// <summary>The class whose configuration is at fault.</summary>
    public string ClassName { get; }

    /// <summary>The key at fault, or null when the fault is in the whole object.</summary>
    public string? Key { get; }

    /// <summary>The class cannot be read because one of its parameters is not written to files.</summary>
    /// <param name="className">The class.</param>
    /// <param name="parameter">The parameter that a file cannot hold.</param>
    /// <returns>The exception to throw.</returns>
    public static ConfigException NotLoadable(string className, string parameter) => new(className, null,
        $"{className} cannot be loaded from a file: its parameter '{parameter}' is not written there. "
        + "Build this part in code and load only the weights.");

    internal static ConfigException WrongValue(ConfigPlace place, string expected, object? got, Exception? inner = null) => new(place.ClassName, place.Key,
        $"{place.ClassName}: key '{place.Key}' expects {expected}, but got {ConfigText.Show(got)}{place.Within}.", inner);

    internal static ConfigException Missing(ConfigPlace place, IEnumerable<string> present) => new(place.ClassName, place.Key,
        $"{place.ClassName}: the required key '{place.Key}' is missing{place.Within}; the keys given are {KnownNames.List(present)}.");

    internal static ConfigException Unknown(ConfigPlace place, IReadOnlyCollection<string> unknown, IEnumerable<string> known) => new(place.ClassName, unknown.First(),
        $"{place.ClassName}: unknown {(unknown.Count == 1 ? "key" : "keys")} {KnownNames.List(unknown)}{place.Within}"
        + $"{KnownNames.Instead(unknown.First(), known, "the known keys are")}. Remove what is not meant, or correct the spelling.");

    internal static ConfigException Unsupported(ConfigPlace place, object? got, IEnumerable<object?> neutral) => new(place.ClassName, place.Key,
        $"{place.ClassName}: key '{place.Key}' is {ConfigText.Show(got)}{place.Within}, a setting of Keras that this class does not have; "
        + $"it is read only as {string.Join(" or ", neutral.Select(ConfigText.Show))}.");
}
