using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Reads and writes configurations as Keras 3 does: <c>{"module", "class_name", "config", "registered_name"}</c>, with
/// <c>Infinity</c> and <c>NaN</c> as Python's json module writes them.</summary>
public static class KerasJson
{
    /// <summary>Deep models nest deep; a hostile file must still not exhaust the stack.</summary>
    const int MaxDepth = 512;

    // What may stand beside class_name and config. build_config, compile_config, name and inbound_nodes are read by the model loader.
    static readonly string[] s_envelope =
        ["module", "class_name", "config", "registered_name", "build_config", "compile_config", "name", "inbound_nodes", "shared_object_id"];

    /// <summary>Writes an object with its settings.</summary>
    /// <param name="value">The object.</param>
    /// <returns>Keras' form.</returns>
    /// <exception cref="NotSupportedException">A setting has a type that files cannot hold.</exception>
    public static JObject Write(IConfigurable value) => (JObject)ToToken(value is Layer layer
        ? SharedLayers.Writing(layer, () => ConfigTree.Plain(value))
        : ConfigTree.Plain(value));

    /// <summary>Writes a single setting.</summary>
    /// <param name="value">A value as it may stand in a config.</param>
    /// <returns>Keras' form.</returns>
    /// <exception cref="NotSupportedException">The value's type is one that files cannot hold.</exception>
    public static JToken WriteValue(object? value) => ToToken(ConfigTree.Plain(value));

    /// <summary>Rebuilds an object.</summary>
    /// <typeparam name="T">What is expected, for example <c>Layer</c>.</typeparam>
    /// <param name="json">Keras' form, or a quoted class name such as <c>"glorot_uniform"</c>.</param>
    /// <returns>The object.</returns>
    /// <exception cref="ConfigException">A class or key is unknown, a required key is missing, or a value has the wrong type.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static T Read<T>(string json) where T : IConfigurable => Read<T>(Parse(json));

    /// <summary>Rebuilds an object.</summary>
    /// <typeparam name="T">What is expected, for example <c>Layer</c>.</typeparam>
    /// <param name="json">Keras' form.</param>
    /// <returns>The object.</returns>
    /// <exception cref="ConfigException">A class or key is unknown, a required key is missing, or a value has the wrong type.</exception>
    public static T Read<T>(JToken json) where T : IConfigurable
        => SharedLayers.Reading(() => ConfigRegistry.Create<T>(ToPlain(json) ?? throw new ConfigException(typeof(T).Name, null, $"A {typeof(T).Name} is expected, but got null.")));

    /// <summary>Parses a text the way Python's json module does.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The parsed text; strings that look like dates stay strings.</returns>
    /// <exception cref="JsonException">The text is not JSON, has a key twice, or nests too deep.</exception>
    public static JToken Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None, MaxDepth = MaxDepth };
        var token = JToken.ReadFrom(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
        while (reader.Read())
            if (reader.TokenType != JsonToken.Comment)
                throw new JsonReaderException($"There is more text after the end of the JSON value (line {reader.LineNumber}).");
        return token;
    }

    /// <summary>Prints parsed JSON the way Python's json module does.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="indented">Whether each entry goes on a line of its own.</param>
    /// <returns>The text.</returns>
    public static string Print(JToken json, bool indented = false)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new PythonJsonWriter(text) { Formatting = indented ? Formatting.Indented : Formatting.None };
        json.WriteTo(writer);
        writer.Flush();
        return text.ToString();
    }

    static JToken ToToken(object? plain) => plain switch
    {
        null => JValue.CreateNull(),
        ConfigObject o => Instance(o),
        IReadOnlyDictionary<string, object?> d => new JObject(d.Select(e => new JProperty(e.Key, ToToken(e.Value)))),
        IReadOnlyList<object?> items => new JArray(items.Select(ToToken)),
        _ => new JValue(plain),
    };

    static JObject Instance(ConfigObject o)
    {
        var config = new JObject(o.Config.Select(e => new JProperty(e.Key, ToToken(e.Value))));
        // Markers such as __keras_tensor__ are no classes and have neither module nor registered name.
        if (o.ClassName.StartsWith("__", StringComparison.Ordinal)) return new JObject { ["class_name"] = o.ClassName, ["config"] = config };
        var json = new JObject { ["module"] = ToToken(o.Module), ["class_name"] = o.ClassName, ["config"] = config, ["registered_name"] = ToToken(o.RegisteredName) };
        foreach (var (key, value) in o.Beside) json[key] = ToToken(value);
        return json;
    }

    /// <summary>The plain form of parsed JSON, as <see cref="IConfigValue{TSelf}.FromConfig"/> and <see cref="ConfigReader"/> see it.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>Null, bool, long, double, string, a list, a dictionary or a <see cref="ConfigObject"/>.</returns>
    /// <exception cref="ConfigException">An object with <c>class_name</c> holds keys that do not belong there.</exception>
    public static object? ToPlain(JToken json) => json switch
    {
        JObject o when o["class_name"] is JValue { Value: string name } && o.ContainsKey("config") => Instance(o, name),
        JObject o => o.Properties().ToDictionary(p => p.Name, p => ToPlain(p.Value)),
        JArray a => a.Select(ToPlain).ToArray(),
        JValue { Value: System.Numerics.BigInteger big } => (double)big,
        JValue v => v.Value,
        _ => throw new JsonException($"JSON values are expected, but got {json.Type}."),
    };

    static object Instance(JObject json, string className)
    {
        var unknown = json.Properties().Select(p => p.Name).Except(s_envelope).ToList();
        if (unknown.Count > 0)
            throw new ConfigException(className, unknown[0], $"{className}: unknown key{(unknown.Count == 1 ? "" : "s")} "
                + $"{KnownNames.List(unknown)} beside 'class_name' and 'config'{KnownNames.Instead(unknown[0], s_envelope, "the known keys are")}.");
        return json["config"] switch
        {
            // Keras writes its own functions as {"class_name": "function", "config": "relu"}.
            JValue { Value: string function } when className == "function" => function,
            JObject config => new ConfigObject(Text(json, "module", className), className,
                [.. config.Properties().Select(p => new ConfigEntry(p.Name, ToPlain(p.Value)))], Text(json, "registered_name", className))
            {
                Beside = [.. json.Properties().Where(p => Array.IndexOf(s_envelope, p.Name) > 3 && p.Value.Type != JTokenType.Null).Select(p => new ConfigEntry(p.Name, ToPlain(p.Value)))],
            },
            var other => throw new ConfigException(className, "config", $"{className}: 'config' expects an object, but got {Print(other!)}."),
        };
    }

    static string? Text(JObject json, string key, string className) => json[key] switch
    {
        null or { Type: JTokenType.Null } => null,
        JValue { Value: string text } => text,
        var other => throw new ConfigException(className, key, $"{className}: '{key}' expects a string or null, but got {Print(other)}."),
    };
}
