using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Rewrites the configuration of a model of Keras 1 or 2 into the form of Keras 3.</summary>
internal static class LegacyConfig
{
    /// <summary>Whether this is the JSON of a model that Keras 1 or 2 wrote: it says so.</summary>
    public static bool IsLegacy(JToken json) => json is JObject o && (string?)o["class_name"] is "Sequential" or "Model" or "Functional"
        && (json["keras_version"] is JValue { Value: string version } ? version.StartsWith('1') || version.StartsWith('2') : json["config"] is JArray);

    /// <summary>Rewrites a model in place, with all layers in it.</summary>
    /// <exception cref="ConfigException">It has not the form of a model.</exception>
    public static void Upgrade(JObject model)
    {
        // The oldest files tell here, too, how the model was compiled.
        foreach (string key in (string[])["keras_version", "backend", "loss", "loss_weights", "optimizer", "sample_weight_mode"]) model.Remove(key);
        if ((string?)model["class_name"] == "Sequential") Sequential(model);
        else Functional(model);
    }

    private static void Sequential(JObject model)
    {
        // Before Keras 2.2 the settings were the list of layers itself.
        if (model["config"] is JArray list) model["config"] = new JObject { ["layers"] = list };
        if (model["config"] is not JObject config || config["layers"] is not JArray layers || layers.Any(l => l is not JObject))
            throw NoLayers("Sequential");
        var input = layers.Count > 0 ? Input((JObject)layers[0]) : null;
        foreach (var layer in layers.Cast<JObject>()) LegacyLayer.Upgrade(layer);
        TellOrder(layers);
        if (input is not null && layers.Count > 0 && (string?)layers[0]["class_name"] != "InputLayer") layers.Insert(0, input);
    }

    /// <summary>An input layer for what the first layer says of its input.</summary>
    private static JObject? Input(JObject first)
    {
        var config = first["config"];
        if (config is JArray or JObject && (config is JArray inner ? inner : config["layers"] as JArray) is [JObject innermost, ..]) return Input(innermost);
        if (config is not JObject settings || settings["batch_input_shape"] is not JArray shape) return null;
        string dtype = settings["input_dtype"] is JValue { Value: string old } ? old : settings["dtype"] is JValue { Value: string type } ? type : "float32";
        return new JObject
        {
            ["class_name"] = "InputLayer",
            ["config"] = new JObject { ["batch_shape"] = shape.DeepClone(), ["dtype"] = dtype, ["name"] = $"{(string?)settings["name"]}_input" },
        };
    }

    private static void Functional(JObject model)
    {
        model["class_name"] = "Functional";
        if (model["config"] is not JObject config || config["layers"] is not JArray layers || layers.Any(l => l is not JObject))
            throw NoLayers("Functional");
        foreach (var layer in layers.Cast<JObject>())
        {
            LegacyLayer.Upgrade(layer);
            LegacyNodes.Upgrade(layer);
        }
        TellOrder(layers);
        LegacyNested.Upgrade(config);
    }

    /// <summary>Some layers of Keras 1 do not tell where their channels are: where the others do. Later layers all tell.</summary>
    private static void TellOrder(JArray layers)
    {
        var settings = layers.Select(l => (Class: (string?)l["class_name"] ?? "", Config: l["config"] as JObject)).Where(l => l.Config is not null).ToList();
        var told = settings.Select(l => (string?)(l.Config!["data_format"] as JValue)).OfType<string>().Distinct().ToList();
        if (told is not ["channels_first"]) return;
        foreach (var (name, config) in settings)
            if (name.StartsWith("UpSampling", StringComparison.Ordinal) && name != "UpSampling1D") config!["data_format"] ??= told[0];
    }

    private static ConfigException NoLayers(string model) => new(model, "layers", $"{model}: key 'layers' expects a list of layers.");
}
