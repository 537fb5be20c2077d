namespace DeepSharp;

/// <summary>A small value with a plain form for files, such as <see cref="Size2D"/>, which is written as a list.</summary>
public interface IConfigValue
{
    /// <summary>The plain form: null, a bool, number, string or enum, a list, a <see cref="ConfigObject"/>, an <see cref="IConfigurable"/>,
    /// or a dictionary with string keys.</summary>
    /// <returns>The plain form.</returns>
    object? ToConfig();
}

/// <summary>A value with a plain form for files that can be read back.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IConfigValue<TSelf> : IConfigValue where TSelf : IConfigValue<TSelf>
{
    /// <summary>Reads the plain form.</summary>
    /// <param name="value">A bool, long, double, string, <c>IReadOnlyList&lt;object?&gt;</c>, <c>IReadOnlyDictionary&lt;string, object?&gt;</c>
    /// or <see cref="ConfigObject"/>; null only where <see cref="ReadsNull"/> says so.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">The plain form does not fit; the message says what is expected.</exception>
    static abstract TSelf FromConfig(object? value);

    /// <summary>Whether null is the plain form of one of the values, as for a setting that Keras switches off with <c>None</c>.</summary>
    static virtual bool ReadsNull => false;
}
