using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using DeepSharp;

[assembly: ConfigForeignType(typeof(Shape)), ConfigForeignType(typeof(DType)), ConfigForeignType(typeof(Axes))]

namespace DeepSharp;

/// <summary>Turns plain values into the types that constructors ask for.</summary>
public static class ConfigConverter
{
    internal sealed record ForeignType(Func<object, object?> Write, Func<object, object?> Read);

    // Core knows nothing of files, so its types that stand in configurations are entered here.
    static readonly ConcurrentDictionary<Type, ForeignType> s_foreign = new()
    {
        [typeof(Shape)] = new(s => ((Shape)s).Select(d => d == Dim.Any ? null : (object)d).ToArray(), v => ReadShape(v)),
        [typeof(DType)] = new(d => ((DType)d).KerasName, v => v is string name ? DTypes.Parse(name) : throw new FormatException("expected a name such as \"float32\"")),
        [typeof(Axes)] = new(a => WriteAxes((Axes)a), v => ReadAxes(v)),
    };

    static readonly MethodInfo s_readValue = typeof(ConfigConverter).GetMethod(nameof(ReadValue), BindingFlags.NonPublic | BindingFlags.Static)!;
    static readonly MethodInfo s_readsNull = typeof(ConfigConverter).GetMethod(nameof(TakesNull), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Teaches files a type that cannot implement <see cref="IConfigValue{TSelf}"/> itself. Name it to the source generator, too,
    /// with <see cref="ConfigForeignTypeAttribute"/>.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="write">Gives the plain form.</param>
    /// <param name="read">Reads the plain form; throws <see cref="FormatException"/> saying what is expected.</param>
    public static void Register<T>(Func<T, object?> write, Func<object, T> read) where T : notnull
        => s_foreign[typeof(T)] = new ForeignType(v => write((T)v), v => read(v));

    internal static ForeignType? Foreign(Type type) => s_foreign.GetValueOrDefault(type);

    /// <summary>The name of an enum member in files: snake_case, or what <see cref="ConfigKeyAttribute"/> says.</summary>
    internal static string EnumName(Enum value)
    {
        var name = value.ToString();
        var field = value.GetType().GetField(name)
            ?? throw new NotSupportedException($"{value.GetType().Name} has no member with the value {name}; only named members can be written to a file.");
        return field.GetCustomAttribute<ConfigKeyAttribute>()?.Key ?? SnakeCase.Of(name);
    }

    /// <summary>Whether the type is a config value that takes null for one of its values.</summary>
    internal static bool ReadsNull(Type type) =>
        Implements(type, typeof(IConfigValue<>)) && s_readsNull.MakeGenericMethod(type).CreateDelegate<Func<bool>>()();

    internal static object Read(Type type, object? value, ConfigPlace place)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        ConfigException Wrong(Exception? inner = null) => ConfigException.WrongValue(place,
            Describe(type) + (inner is null ? "" : $" ({inner.Message})"), value, inner);

        if (type == typeof(int)) return value is long i and >= int.MinValue and <= int.MaxValue ? (int)i : throw Wrong();
        if (type == typeof(long)) return value is long l ? l : throw Wrong();
        if (type == typeof(double)) return value is double d ? d : value is long whole ? (double)whole : throw Wrong();
        if (type == typeof(float)) return value is double s ? (float)s : value is long whole ? (float)whole : throw Wrong();
        if (type == typeof(bool)) return value is bool b ? b : throw Wrong();
        if (type == typeof(string)) return value as string ?? throw Wrong();
        if (type == typeof(object)) return value ?? throw Wrong();
        try
        {
            if (Foreign(type) is { } foreign) return foreign.Read(value ?? throw Wrong()) ?? throw Wrong();
            if (type.IsEnum) return value is string name && Member(type, name) is { } member ? member : throw Wrong();
            if (Implements(type, typeof(IConfigValue<>))) return s_readValue.MakeGenericMethod(type).CreateDelegate<Func<object?, object>>()(value);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or DeepSharpException and not ConfigException)
        {
            throw Wrong(e);
        }
        if (typeof(ITuple).IsAssignableFrom(type) && type.IsGenericType)
            return value is IReadOnlyList<object?> parts && parts.Count == type.GenericTypeArguments.Length
                ? Activator.CreateInstance(type, [.. parts.Select((p, n) => Element(type.GenericTypeArguments[n], p, place.At(n)))])!
                : throw Wrong();
        if (ElementType(type) is { } element)
        {
            var items = value as IReadOnlyList<object?> ?? throw Wrong();
            var array = Array.CreateInstance(element, items.Count);
            for (var n = 0; n < items.Count; n++) array.SetValue(Element(element, items[n], place.At(n)), n);
            return array;
        }
        if (ValueType(type) is { } valueType)
        {
            var pairs = value as IReadOnlyDictionary<string, object?> ?? throw Wrong();
            var map = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType))!;
            foreach (var (key, item) in pairs) map[key] = Element(valueType, item, place with { Key = $"{place.Key}.{key}" });
            return map;
        }
        return ConfigRegistry.Create(type, value ?? throw Wrong(), place);
    }

    /// <summary>What a value of the type looks like in a file, in words.</summary>
    internal static string Describe(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Describe(inner) + " or null";
        if (type == typeof(int) || type == typeof(long)) return "an integer";
        if (type == typeof(double) || type == typeof(float)) return "a number";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(string)) return "a string";
        if (type.IsEnum) return "one of " + KnownNames.List(Enum.GetValues(type).Cast<Enum>().Select(EnumName));
        if (typeof(ITuple).IsAssignableFrom(type) && type.IsGenericType) return $"a list of {type.GenericTypeArguments.Length} values";
        if (Implements(type, typeof(IConfigValue<>))) return $"a {type.Name}";
        return ElementType(type) is { } element ? $"a list (each {Describe(element)})" : $"a {type.Name}";
    }

    static object? Element(Type type, object? value, ConfigPlace place)
    {
        if (value is not null) return Read(type, value, place);
        return Nullable.GetUnderlyingType(type) is not null ? null : throw ConfigException.WrongValue(place, Describe(type), null);
    }

    static Shape ReadShape(object value)
    {
        const string expected = "expected a list of lengths, null for an unknown one";
        var items = value as IReadOnlyList<object?> ?? throw new FormatException(expected);
        return new([.. items.Select(i => i is null ? Dim.Any : i is long and >= 0 and <= int.MaxValue ? (int)(long)i : throw new FormatException(expected))]);
    }

    static object WriteAxes(Axes axes) => axes.Values is [var only] ? only : axes.ToArray();

    static Axes ReadAxes(object value)
    {
        const string expected = "expected an axis or a list of axes";
        return value switch
        {
            long only and >= int.MinValue and <= int.MaxValue => new Axes((int)only),
            IReadOnlyList<object?> items => new Axes([.. items.Select(i => i is long and >= int.MinValue and <= int.MaxValue ? (int)(long)i : throw new FormatException(expected))]),
            _ => throw new FormatException(expected),
        };
    }

    static object ReadValue<T>(object? value) where T : IConfigValue<T> => T.FromConfig(value);

    static bool TakesNull<T>() where T : IConfigValue<T> => T.ReadsNull;

    // A member is mostly called as in C#, which is found without looking at the attributes of all.
    static Enum? Member(Type type, string name)
    {
        var folded = ConfigRegistry.Fold(name);
        bool IsNamed(Enum member) => ConfigRegistry.Fold(EnumName(member)) == folded;
        var likely = Array.FindIndex(Enum.GetNames(type), n => n.Equals(folded, StringComparison.OrdinalIgnoreCase));
        var members = Enum.GetValues(type).Cast<Enum>();
        return likely >= 0 && members.ElementAt(likely) is var member && IsNamed(member) ? member : members.FirstOrDefault(IsNamed);
    }

    static Type? ElementType(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        if (!type.IsGenericType || !type.IsInterface || type.GenericTypeArguments.Length != 1) return null;
        var item = type.GenericTypeArguments[0];
        return type.IsAssignableFrom(item.MakeArrayType()) ? item : null;
    }

    static Type? ValueType(Type type)
    {
        if (!type.IsGenericType || type.GenericTypeArguments is not [var key, var value] || key != typeof(string)) return null;
        return type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, value)) ? value : null;
    }

    static bool Implements(Type type, Type generic) => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == generic);
}
