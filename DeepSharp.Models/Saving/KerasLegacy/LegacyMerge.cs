using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>The layer Merge of Keras 1, which became one layer for each of its modes.</summary>
internal static class LegacyMerge
{
    /// <summary>Rewrites the settings.</summary>
    /// <returns>The class of today; Merge itself where a mode has none.</returns>
    public static string Upgrade(JObject config)
    {
        string? mode = (string?)config["mode"];
        string? name = mode switch
        {
            "sum" => "Add",
            "mul" => "Multiply",
            "ave" => "Average",
            "max" => "Maximum",
            "concat" => "Concatenate",
            "dot" or "cos" => "Dot",
            _ => null,
        };
        // In a Sequential it held the models that it merged.
        if (name is null || config["layers"] is not null) return "Merge";
        if (mode == "concat") config["axis"] = config["concat_axis"];
        if (name == "Dot")
        {
            config["axes"] = config["dot_axes"];
            config["normalize"] = mode == "cos";
        }
        foreach (string key in (string[])["mode", "concat_axis", "dot_axes", "mode_type", "output_mask", "output_mask_type", "output_shape",
            "output_shape_type", "arguments"])
            config.Remove(key);
        return name;
    }
}
