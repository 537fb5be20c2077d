using Newtonsoft.Json.Linq;

namespace DeepSharp.TensorFlowJs;

/// <summary>Rewrites a layer from Keras 3's form into that of TensorFlow.js.</summary>
internal static class TensorFlowJsLayer
{
    private const string Forward = "forward_", Backward = "backward_";

    /// <summary>A layer as TensorFlow.js reads it, with the layers in it.</summary>
    /// <exception cref="DeepSharpException">TensorFlow.js lacks the layer or a setting; the message names the layer.</exception>
    public static JObject Write(JObject layer)
    {
        string className = (string)layer["class_name"]!;
        var config = (JObject)layer["config"]!;
        string title = $"The layer '{(string?)config["name"]}' ({className})";
        if (className is "Sequential" or "Functional") return TensorFlowJsTopology.Write(layer);
        var settings = TensorFlowJsLayers.Settings(className) ?? throw new DeepSharpException(
            $"{title} cannot be written for TensorFlow.js, which has no layer of that class. Replace the layer, or save the model as .keras or .onnx.");
        if (className == "Bidirectional") RequireMirrored(title, config);
        var written = new JObject();
        foreach (var property in config.Properties())
        {
            string key = TensorFlowJsLayers.Key(className, property.Name);
            if (Remedy(key, property.Value) is { } remedy)
                throw new DeepSharpException($"{title} has {key}: {KerasJson.Print(property.Value)}, which TensorFlow.js cannot compute. {remedy}");
            if (settings.Contains(key)) written[key] = TensorFlowJsValue.Write(title, key, property.Value);
            else if (className == "InputLayer" && key == "dtype") written[key] = property.Value.DeepClone();
            // The backward layer follows from the forward one; numbers are drawn anew.
            else if (key is not ("seed" or "backward_layer")) RequireFixed(title, key, property.Value);
        }
        if (className == "Bidirectional") StripName(written);
        return new() { ["class_name"] = className, ["config"] = written };
    }

    /// <summary>What to do about a setting that TensorFlow.js reads but cannot compute; null for others.</summary>
    private static string? Remedy(string key, JToken value) => (key, value) switch
    {
        ("reset_after", JValue { Value: true }) => "Build it with resetAfter: false.",
        ("padding", JValue { Value: "causal" }) => "Pad its input instead.",
        _ => null,
    };

    private static void RequireFixed(string title, string key, JToken value)
    {
        var plain = key == "dtype" && value is JObject policy ? policy["config"]?["name"] ?? value : value;
        if (plain.Type == JTokenType.Null && key != "dtype") return;
        string[] allowed = TensorFlowJsLayers.Fixed.GetValueOrDefault(key) ?? [];
        if (!allowed.Contains(KerasJson.Print(plain).Replace(",", ", ")))
            throw new DeepSharpException($"{title} cannot be written for TensorFlow.js: it has {key}: {KerasJson.Print(plain)}"
                + (allowed.Length > 0 ? $", and TensorFlow.js has only {string.Join(" or ", allowed)}." : ", a setting that TensorFlow.js lacks."));
    }

    /// <summary>TensorFlow.js makes the backward layer of the forward one.</summary>
    private static void RequireMirrored(string title, JObject config)
    {
        var (forward, backward) = (config["layer"]?["config"]?.DeepClone() as JObject, config["backward_layer"]?["config"]?.DeepClone() as JObject);
        if (forward is null || backward is null) return;
        forward["go_backwards"] = !(bool?)forward["go_backwards"] ?? true;
        foreach (var side in (JObject[])[forward, backward]) side.Remove("name");
        if (!JToken.DeepEquals(forward, backward) || !JToken.DeepEquals(config["layer"]!["class_name"], config["backward_layer"]!["class_name"]))
            throw new DeepSharpException($"{title} cannot be written for TensorFlow.js, whose backward layer always has the settings of the forward one.");
    }

    /// <summary>TensorFlow.js puts its prefixes before the name of the layer that both sides come from.</summary>
    private static void StripName(JObject config) => config["layer"]!["config"]!["name"] = Stem((string)config["layer"]!["config"]!["name"]!);

    private static string Stem(string name) => name.StartsWith(Forward, StringComparison.Ordinal) ? name[Forward.Length..] : name;

    /// <summary>What TensorFlow.js will call the two layers in a Bidirectional.</summary>
    public static (string Forward, string Backward) Names(Layers.Bidirectional layer) => (Forward + Stem(layer.Layer.Name), Backward + Stem(layer.Layer.Name));
}
