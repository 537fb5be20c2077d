namespace DeepSharp;

/// <summary>Finds the class for a name in a file. Filled by generated code when an assembly is first used.</summary>
public static class ConfigRegistry
{
    static readonly Lock s_lock = new();
    static readonly Dictionary<string, List<ConfigType>> s_byName = [];
    static readonly Dictionary<Type, ConfigType> s_byType = [];

    /// <summary>All registered classes.</summary>
    public static IReadOnlyList<ConfigType> All
    {
        get { lock (s_lock) return [.. s_byType.Values]; }
    }

    /// <summary>Registers a class under its name and aliases.</summary>
    /// <param name="type">The class, its names, and how to rebuild it.</param>
    /// <exception cref="InvalidOperationException">Another class of the same kind and package has one of the names.</exception>
    public static void Register(ConfigType type)
    {
        lock (s_lock)
        {
            string[] names = [.. type.Aliases.Prepend(type.ClassName).Select(Fold).Distinct()];
            foreach (var name in names)
                if (Named(name).FirstOrDefault(t => t.Kind == type.Kind && t.Package == type.Package && t.Type != type.Type) is { } taken)
                    throw new InvalidOperationException($"{type.Type} cannot be registered as {type.Kind.Name} '{name}': {taken.Type} has that name. "
                        + "Give one of them another Name or a Package in its attribute.");
            s_byType[type.Type] = type;
            foreach (var name in names)
            {
                if (!s_byName.TryGetValue(name, out var list)) s_byName[name] = list = [];
                list.RemoveAll(t => t.Type == type.Type);
                list.Add(type);
            }
        }
    }

    /// <summary>The entry of a class, or null if it is not registered.</summary>
    /// <param name="type">The class.</param>
    /// <returns>The entry or null.</returns>
    public static ConfigType? Find(Type type)
    {
        lock (s_lock) return s_byType.GetValueOrDefault(type);
    }

    /// <summary>The entry of an object's class, or of the base class under whose name it is written.</summary>
    internal static ConfigType? Find(IConfigurable value)
    {
        for (var type = value.GetType(); type is not null; type = type.BaseType)
            if (Find(type) is { } entry) return entry.ClassName == value.TypeName || type == value.GetType() ? entry : null;
        return null;
    }

    /// <summary>Rebuilds an object.</summary>
    /// <typeparam name="T">What is wanted, for example <c>Layer</c> or <c>Optimizer</c>.</typeparam>
    /// <param name="value">A <see cref="ConfigObject"/>, or a string with a class name or alias, which stands for all settings at their defaults.</param>
    /// <returns>The object.</returns>
    /// <exception cref="ConfigException">The name is not known, or the settings do not fit.</exception>
    public static T Create<T>(object value) where T : IConfigurable => (T)Create(typeof(T), value, null);

    internal static object Create(Type wanted, object value, ConfigPlace? outer)
    {
        var config = value switch
        {
            ConfigObject o => o,
            string name => new ConfigObject(null, name, []),
            _ when outer is not null => throw ConfigException.WrongValue(outer, $"a {wanted.Name} (its name, or an object with class_name and config)", value),
            _ => throw new ConfigException(wanted.Name, null, $"A {wanted.Name} is expected (its name, or an object with class_name and config), but got {ConfigText.Show(value)}."),
        };
        var type = Find(wanted, config, outer);
        if (SharedLayers.Known(config, wanted) is { } shared) return shared;
        var reader = new ConfigReader(config with { ClassName = type.ClassName }, outer);
        IConfigurable result;
        try
        {
            result = type.Create(reader);
        }
        catch (Exception e) when (e is ArgumentException or DeepSharpException and not ConfigException)
        {
            throw new ConfigException(type.ClassName, null, $"{type.ClassName} refuses its settings{new ConfigPlace(type.ClassName, "", outer).Within}: {e.Message}", e);
        }
        reader.RefuseUnknown();
        SharedLayers.Remember(config, result);
        return result;
    }

    /// <summary>Case and underscores never matter: <c>GlorotUniform</c>, <c>glorot_uniform</c> and <c>glorotuniform</c> are one name.</summary>
    internal static string Fold(string name) => name.Replace("_", "").ToLowerInvariant();

    static ConfigType Find(Type wanted, ConfigObject config, ConfigPlace? outer)
    {
        lock (s_lock)
        {
            // Only own types have a package in their registered name; the part before '>' then decides.
            var custom = config.RegisteredName?.Contains('>') == true;
            var fits = Named(Fold(config.ClassName)).Where(t => wanted.IsAssignableFrom(t.Type)).ToList();
            if (custom) fits.RemoveAll(t => t.RegisteredName != config.RegisteredName);
            else if (fits.Exists(t => t.Package is null)) fits.RemoveAll(t => t.Package is not null);
            if (fits.Count > 1 && config.Module is not null) fits.RemoveAll(t => t.Module != config.Module);
            if (fits.Count == 1) return fits[0];

            var place = new ConfigPlace(config.ClassName, "", outer);
            var name = custom ? config.RegisteredName : config.ClassName;
            if (fits.Count > 1)
                throw new ConfigException(config.ClassName, null,
                    $"The name '{name}' fits several classes{place.Within}: {KnownNames.List(fits.Select(t => $"{t.Module}.{t.ClassName}"))}. Name the module.");
            var known = s_byType.Values.Where(t => wanted.IsAssignableFrom(t.Type)).Select(t => t.RegisteredName ?? t.ClassName).Order(StringComparer.Ordinal);
            throw new ConfigException(config.ClassName, null, $"There is no {wanted.Name} named '{name}'{place.Within}{KnownNames.Instead(name ?? config.ClassName, known)}. "
                + "For a class of your own, mark it with [Layer] or [Configurable], or call ConfigRegistry.Register before loading.");
        }
    }

    static List<ConfigType> Named(string folded) => s_byName.GetValueOrDefault(folded, []);
}
