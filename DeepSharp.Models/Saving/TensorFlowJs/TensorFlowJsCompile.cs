using Newtonsoft.Json.Linq;

namespace DeepSharp.TensorFlowJs;

/// <summary>How a model of TensorFlow.js is trained, in the form of Keras 3.</summary>
internal static class TensorFlowJsCompile
{
    // TensorFlow.js' optimizers by their names there; its Momentum is SGD with momentum.
    private static readonly Dictionary<string, string> s_optimizers = new() { ["RMSProp"] = "RMSprop", ["Momentum"] = "SGD" };

    // Settings that are no snake case of Keras' name for them.
    private static readonly Dictionary<(string Optimizer, string Key), string> s_settings = new()
    {
        [("RMSProp", "decay")] = "rho",
        [("Momentum", "use_nesterov")] = "nesterov",
        [("Adam", "beta1")] = "beta_1",
        [("Adam", "beta2")] = "beta_2",
        [("Adamax", "beta1")] = "beta_1",
        [("Adamax", "beta2")] = "beta_2",
    };

    /// <summary>What a file says of it: <c>trainingConfig</c> of TensorFlow.js, or <c>training_config</c> of Keras 2, which converters copy. Null where it says
    /// nothing.</summary>
    /// <param name="file">The file.</param>
    public static JObject? Read(JObject file)
    {
        if (file["trainingConfig"] is JObject own) return LegacyCompile.Upgrade(Renamed(own));
        return file["modelTopology"]?["training_config"] is JObject copied ? LegacyCompile.Upgrade(copied) : null;
    }

    private static JObject Renamed(JObject training)
    {
        var renamed = (JObject)training.DeepClone();
        if (renamed["optimizer_config"] is not JObject optimizer || optimizer["config"] is not JObject config) return renamed;
        string name = (string?)(optimizer["class_name"] as JValue) ?? "";
        optimizer["class_name"] = s_optimizers.GetValueOrDefault(name, name);
        foreach (var property in config.Properties().ToList())
        {
            string key = SnakeCase.Of(property.Name);
            property.Replace(new JProperty(s_settings.GetValueOrDefault((name, key), key), property.Value));
        }
        return renamed;
    }
}
