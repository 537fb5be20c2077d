using Newtonsoft.Json.Linq;

namespace DeepSharp.TensorFlowJs;

/// <summary>Brings the modelTopology of a file into the form of Keras 3.</summary>
internal static class TensorFlowJsConfig
{
    // It writes the settings of the cell beside the cell.
    private static readonly HashSet<string> s_loop = ["name", "trainable", "cell", "return_sequences", "return_state", "go_backwards", "stateful", "unroll",
        "batch_input_shape", "dtype"];

    /// <summary>The model's configuration.</summary>
    /// <exception cref="InvalidDataException">It is no model of layers.</exception>
    public static JObject Read(JObject file)
    {
        if ((string?)(file["format"] as JValue) is { } format && format != "layers-model")
            throw new InvalidDataException($"it is of the format '{format}', which has no layers; only 'layers-model' is read.");
        if (file["modelTopology"] is not JObject topology)
            throw new InvalidDataException("it has no modelTopology. What ToJson writes is read with Model.FromJson.");
        // Converters put the model under model_config.
        var model = topology["model_config"] as JObject ?? topology;
        bool isKeras3 = (topology["keras_version"] as JValue ?? model["keras_version"] as JValue)?.Value is string version && version.StartsWith('3');
        model.Remove("training_config");
        model.Remove("keras_version");
        model.Remove("backend");
        if (!isKeras3)
        {
            Clean(model);
            LegacyConfig.Upgrade(model);
        }
        ChannelsFirst.Upgrade(model);
        return model;
    }

    /// <summary>TensorFlow.js writes null for what was left at its default.</summary>
    private static void Clean(JObject model)
    {
        foreach (var layer in model.DescendantsAndSelf().OfType<JObject>().Where(o => o["class_name"] is JValue && o["config"] is JObject).ToList())
        {
            var config = (JObject)layer["config"]!;
            bool isLoop = (string?)(layer["class_name"] as JValue) == "RNN" && config["cell"] is JObject;
            if (config["target_shape"] is JArray axes)
                for (int i = 0; i < axes.Count; i++)
                    if (axes[i].Type == JTokenType.Null) axes[i] = -1;
            foreach (var property in config.Properties().ToList())
                if (property.Value.Type == JTokenType.Null && property.Name != "merge_mode" || isLoop && !s_loop.Contains(property.Name)) property.Remove();
        }
    }
}
