using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Rewrites a layer of Keras 1 or 2 into the form of Keras 3.</summary>
internal static class LegacyLayer
{
    /// <summary>Rewrites class name and settings in place, also of layers inside it. What has no counterpart is left, and refused by name when it is
    /// read.</summary>
    public static void Upgrade(JObject layer)
    {
        string name = (string?)layer["class_name"] ?? throw new ConfigException("Layer", "class_name", "Layer: the required key 'class_name' is missing.");
        if (name == "Sequential" || name is "Model" or "Functional")
        {
            LegacyConfig.Upgrade(layer);
            return;
        }
        if (layer["config"] is not JObject config) throw new ConfigException(name, "config", $"{name}: the required key 'config' is missing, or no object.");
        // The one of cuDNN applied the reset gate after the product, without telling.
        if (name == "CuDNNGRU") config["reset_after"] = true;
        if (name == "Merge") name = LegacyMerge.Upgrade(config);
        else if (LegacyKeys.Classes.TryGetValue(name, out var now)) name = now;
        layer["class_name"] = name;
        foreach (var property in config.Properties().ToList()) Upgrade(name, property, config);
        Complete(name, config);
    }

    private static void Upgrade(string layer, JProperty setting, JObject config)
    {
        string key = setting.Name;
        var value = setting.Value;
        if (LegacyKeys.Dropped.Contains(key) || key == "input_dim" && layer != "Embedding")
        {
            if (layer != "InputLayer") setting.Remove();
            return;
        }
        if (value is JObject { Count: > 0 } inner && inner["class_name"] is not null && (key is "layer" or "backward_layer" or "cell")) Upgrade(inner);
        else if (key == "cells" && value is JArray cells) foreach (var cell in cells.OfType<JObject>()) Upgrade(cell);
        string now = LegacyKeys.Special.GetValueOrDefault((layer, key)) ?? LegacyKeys.Settings.GetValueOrDefault(key, key);
        var changed = LegacyValue.Upgrade(now, value);
        if (now == key) setting.Value = changed;
        else setting.Replace(new JProperty(now, changed));
    }

    /// <summary>What single classes need besides.</summary>
    private static void Complete(string name, JObject config)
    {
        switch (name)
        {
            case "InputLayer":
                if (config["batch_input_shape"] is { } shape) config["batch_shape"] = shape;
                if (config["input_dtype"] is { } dtype) config["dtype"] = dtype;
                if ((string?)config["dtype"] == "float") config["dtype"] = "float32";
                foreach (string key in (string[])["batch_input_shape", "input_dtype", "trainable"]) config.Remove(key);
                break;
            case "Conv2D" or "SeparableConv2D" when config["nb_row"] is { } rows && config["nb_col"] is { } columns:
                config["kernel_size"] = new JArray(rows, columns);
                config.Remove("nb_row");
                config.Remove("nb_col");
                break;
            case "LSTM" or "LSTMCell" when config["forget_bias_init"] is { } bias:
                config["unit_forget_bias"] = (string?)bias == "one";
                config.Remove("forget_bias_init");
                break;
            case "GRU" or "GRUCell":
                config["reset_after"] ??= false;
                break;
            case "BatchNormalization":
                if (config["mode"] is JValue { Value: 0L }) config.Remove("mode");
                if (config["axis"] is JArray { Count: 1 } axis) config["axis"] = axis[0];
                break;
            case "Embedding" when config["dropout"] is JValue { Value: 0.0 or 0L }:
                config.Remove("dropout");
                break;
            case "Lambda":
                LegacyLambda(config);
                break;
        }
    }

    /// <summary>A function by name stays; code becomes what Lambda refuses.</summary>
    private static void LegacyLambda(JObject config)
    {
        if ((string?)config["function_type"] == "lambda") config["function"] = new JObject { ["class_name"] = "__lambda__", ["config"] = new JObject() };
        foreach (string key in (string[])["function_type", "module", "output_shape_type", "output_shape_module", "output_shape", "mask", "arguments"])
            if (key is not ("output_shape" or "mask" or "arguments") || config[key] is JObject { Count: 0 } || key == "output_shape") config.Remove(key);
    }
}
