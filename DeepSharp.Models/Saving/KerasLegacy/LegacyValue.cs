using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Rewrites the value of a setting of Keras 1 or 2.</summary>
internal static class LegacyValue
{
    /// <summary>The value as Keras 3 has it.</summary>
    /// <param name="key">Keras 3's key.</param>
    /// <param name="value">The value; it may be changed.</param>
    public static JToken Upgrade(string key, JToken value)
    {
        if (key.EndsWith("activation", StringComparison.Ordinal) && value is JValue { Value: "hard_sigmoid" }) return LegacyActivations.HardSigmoid;
        if (key.EndsWith("initializer", StringComparison.Ordinal)) return Initializer(value);
        if (key == "data_format" && value is JValue { Value: string order })
            return order switch { "tf" => "channels_last", "th" => "channels_first", _ => order };
        if (key == "dtype" && value is JObject policy) return (string?)policy["config"]?["name"] ?? value;
        if (value is not JObject { Count: > 0 } named || named["name"] is not JValue { Value: string name } || named.ContainsKey("class_name")) return value;
        if (key.EndsWith("regularizer", StringComparison.Ordinal)) return Object("L1L2", new JObject { ["l1"] = named["l1"] ?? 0, ["l2"] = named["l2"] ?? 0 });
        if (!key.EndsWith("constraint", StringComparison.Ordinal)) return value;
        var config = new JObject(named.Properties().Where(p => p.Name != "name").Select(p => new JProperty(Bound(p.Name), p.Value)));
        return Object(name, config);
    }

    private static string Bound(string key) => key switch { "m" or "high" => "max_value", "low" => "min_value", _ => key };

    private static JToken Initializer(JToken value)
    {
        if (value is JValue { Value: string name }) return LegacyKeys.Initializers.GetValueOrDefault(name, name);
        if (value is JObject { } o && o["config"] is JObject config)
        {
            config.Remove("dtype");
            if ((string?)o["class_name"] == "VarianceScaling" && config["distribution"] is JValue { Value: "normal" })
                config["distribution"] = "truncated_normal";
        }
        return value;
    }

    private static JObject Object(string className, JObject config) => new() { ["class_name"] = className, ["config"] = config };
}
