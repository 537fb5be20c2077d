namespace DeepSharp;

/// <summary>Hands the settings of one object to the class that is being rebuilt. It remembers which keys were asked for, so that a key
/// nobody knows is refused by name instead of being dropped.</summary>
public sealed class ConfigReader
{
    readonly Dictionary<string, object?> _values = [];
    readonly List<string> _asked = [];
    readonly ConfigPlace _place;
    readonly ConfigObject _config;

    /// <summary>A reader over settings in plain form.</summary>
    /// <param name="config">The class name and its settings.</param>
    /// <exception cref="ConfigException">A key stands twice.</exception>
    public ConfigReader(ConfigObject config) : this(config, null)
    {
    }

    internal ConfigReader(ConfigObject config, ConfigPlace? outer)
    {
        _place = new ConfigPlace(config.ClassName, "", outer);
        _config = config;
        foreach (var (key, value) in config.Config)
            if (!_values.TryAdd(key, value))
                throw new ConfigException(ClassName, key, $"{ClassName}: key '{key}' stands twice{_place.Within}.");
    }

    /// <summary>The class whose settings these are.</summary>
    public string ClassName => _place.ClassName;

    /// <summary>What stands beside class name and settings under a key, such as <c>compile_config</c>; null if there is nothing.</summary>
    internal object? Beside(string key) => _config.Extra(key);

    /// <summary>Where the value of a key stands, for messages.</summary>
    internal ConfigPlace Place(string key) => _place with { Key = key };

    /// <summary>The keys that are there, in file order.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>Whether a key is there, be its value null or not. Does not count as asking for it.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True if the key is there.</returns>
    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>A setting that must be there. Null is accepted only where <typeparamref name="T"/> is a nullable value type.</summary>
    /// <typeparam name="T">A number, bool, string, enum, list, tuple, config value, configurable class, or a nullable form of these.</typeparam>
    /// <param name="key">The key.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ConfigException">The key is missing or the value has another type.</exception>
    public T Get<T>(string key) => Convert<T>(key, Required(key), default(T) is null && typeof(T).IsValueType)!;

    /// <summary>A setting that may be left out. Null is accepted where <typeparamref name="T"/> is a nullable value type or the fallback is null.</summary>
    /// <typeparam name="T">As for <see cref="Get{T}(string)"/>.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="fallback">The value if the key is not there.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ConfigException">The value has another type.</exception>
    public T Get<T>(string key, T fallback)
        => Ask(key, out var value) ? Convert<T>(key, value, fallback is null || (default(T) is null && typeof(T).IsValueType))! : fallback;

    /// <summary>A setting that must be there but may be null.</summary>
    /// <typeparam name="T">As for <see cref="Get{T}(string)"/>.</typeparam>
    /// <param name="key">The key.</param>
    /// <returns>The value or null.</returns>
    /// <exception cref="ConfigException">The key is missing or the value has another type.</exception>
    public T? GetOrNull<T>(string key) where T : class => Convert<T>(key, Required(key), true);

    /// <summary>A setting that may be left out, and may be null even though the fallback is not.</summary>
    /// <typeparam name="T">As for <see cref="Get{T}(string)"/>.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="fallback">The value if the key is not there.</param>
    /// <returns>The value or null.</returns>
    /// <exception cref="ConfigException">The value has another type.</exception>
    public T? GetOrNull<T>(string key, T? fallback) where T : class => Ask(key, out var value) ? Convert<T>(key, value, true) : fallback;

    /// <summary>Accepts a key of Keras that has no counterpart here, as long as its value has no effect.</summary>
    /// <param name="key">The key.</param>
    /// <param name="neutral">The values without effect; null, an empty object and a missing key always are.</param>
    /// <exception cref="ConfigException">The value is another one.</exception>
    public void Skip(string key, params object[] neutral)
    {
        if (!Ask(key, out var value) || value is null or IReadOnlyCollection<KeyValuePair<string, object?>> { Count: 0 } || neutral.Any(n => ConfigTree.Same(n, value))) return;
        throw ConfigException.Unsupported(_place with { Key = key }, value, neutral.Prepend(null));
    }

    /// <summary>Accepts a key whose value repeats what follows from the other settings, and does not look at it.</summary>
    /// <param name="key">The key.</param>
    public void Ignore(string key) => _asked.Add(key);

    /// <summary>Refuses keys that were never asked for. The registry calls this after a class has been rebuilt.</summary>
    /// <exception cref="ConfigException">There are such keys; the message names them and lists the known ones.</exception>
    public void RefuseUnknown()
    {
        var unknown = _values.Keys.Except(_asked).ToList();
        if (unknown.Count > 0) throw ConfigException.Unknown(_place, unknown, _asked.Distinct());
    }

    object? Required(string key) => Ask(key, out var value) ? value : throw ConfigException.Missing(_place with { Key = key }, _values.Keys);

    bool Ask(string key, out object? value)
    {
        _asked.Add(key);
        return _values.TryGetValue(key, out value);
    }

    T? Convert<T>(string key, object? value, bool orNull)
    {
        var place = _place with { Key = key };
        if (value is not null || ConfigConverter.ReadsNull(typeof(T))) return (T)ConfigConverter.Read(typeof(T), value, place);
        return orNull ? default : throw ConfigException.WrongValue(place, ConfigConverter.Describe(typeof(T)), null);
    }
}
