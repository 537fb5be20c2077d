using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Rewrites layers of Keras that have their channels first: each then stands, with channels last, between two Permute layers, so that the model's
/// inputs, outputs and all that lies between the layers keep their order of axes, and weights, which have one order in Keras, stay as they are.</summary>
internal static partial class ChannelsFirst
{
    /// <summary>What the names of the layers in front end in.</summary>
    public const string Last = "_channels_last";

    private const string First = "_channels_first";

    // What has as many axes as its input.
    private static readonly HashSet<string> s_sameRank =
    [
        "Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "Dropout", "GaussianDropout", "GaussianNoise", "AlphaDropout", "BatchNormalization",
        "LayerNormalization", "GroupNormalization", "UnitNormalization", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate",
        "Identity", "Rescaling", "Permute",
    ];

    /// <summary>Rewrites a model in place, with the models in it. A layer that cannot be rewritten stays, and is refused by name when it is read.</summary>
    /// <param name="model">The JSON of a model in Keras 3's form.</param>
    public static void Upgrade(JToken? model)
    {
        if (model is not JObject || model["config"] is not JObject config || config["layers"] is not JArray layers || layers.Any(l => l is not JObject)) return;
        foreach (var layer in layers) Upgrade(layer);
        var all = layers.Cast<JObject>().ToList();
        var turned = new Dictionary<string, string>();
        for (int i = 0; i < all.Count; i++)
        {
            var layer = all[i];
            if (layer["config"] is not JObject settings || !IsFirst(settings) || Name(layer) is not { } name || Axes(all, i) is not { } axes) continue;
            settings["data_format"] = "channels_last";
            layer.Remove("build_config");
            var before = Permute(settings, name + Last, [.. Enumerable.Range(2, axes), 1]);
            var after = KeepsImages(layer, settings) ? Permute(settings, name + First, [axes + 1, .. Enumerable.Range(1, axes)]) : null;
            layer.AddBeforeSelf(before);
            if (after is not null) layer.AddAfterSelf(after);
            if (layer["inbound_nodes"] is not JArray calls) continue;
            before["inbound_nodes"] = calls.DeepClone();
            layer["inbound_nodes"] = Calls(name + Last, calls.Count);
            if (after is null) continue;
            after["inbound_nodes"] = Calls(name, calls.Count);
            turned.Add(name, name + First);
        }
        Redirect(config, turned);
    }

    private static bool IsFirst(JObject settings) => settings["data_format"] is JValue { Value: "channels_first" };

    private static string? Class(JObject layer) => (string?)(layer["class_name"] as JValue);

    private static string? Name(JObject layer) => (layer["name"] as JValue ?? layer["config"]?["name"] as JValue)?.Value as string;

    /// <summary>Number of spatial axes of what a layer is given; null where they are not known.</summary>
    private static int? Axes(List<JObject> layers, int at) =>
        Spatial(layers[at]) ?? (Class(layers[at]) == "Flatten" ? OutputAxes(layers, Previous(layers, at), 0) : null);

    private static int? Spatial(JObject layer) => Spatial().Match(Class(layer) ?? "") is { Success: true } match ? match.Groups[1].Value[0] - '0' : null;

    /// <summary>Number of spatial axes of what a layer gives.</summary>
    private static int? OutputAxes(List<JObject> layers, int at, int depth)
    {
        if (at < 0 || depth > layers.Count) return null;
        var layer = layers[at];
        if (Class(layer) == "InputLayer") return layer["config"]?["batch_shape"] is JArray { Count: > 2 } shape ? shape.Count - 2 : null;
        if (Spatial(layer) is { } axes) return layer["config"] is JObject settings && KeepsImages(layer, settings) ? axes : null;
        return s_sameRank.Contains(Class(layer) ?? "") ? OutputAxes(layers, Previous(layers, at), depth + 1) : null;
    }

    /// <summary>The layer that a layer's first input comes from; −1 where there is none.</summary>
    private static int Previous(List<JObject> layers, int at)
    {
        if (layers[at]["inbound_nodes"] is not JArray calls) return at - 1;
        var place = calls.DescendantsAndSelf().OfType<JProperty>().FirstOrDefault(p => p.Name == "keras_history")?.Value as JArray;
        string? from = place is [JValue { Value: string name }, ..] ? name : null;
        return from is null ? -1 : layers.FindIndex(l => Name(l) == from);
    }

    private static bool KeepsImages(JObject layer, JObject settings) => Class(layer) != "Flatten"
        && (Class(layer)?.StartsWith("Global", StringComparison.Ordinal) != true || settings["keepdims"] is JValue { Value: true });

    private static JObject Permute(JObject settings, string name, int[] axes)
    {
        var config = new JObject { ["name"] = name, ["trainable"] = true, ["dims"] = new JArray(axes.Select(a => (object)(long)a)) };
        if (settings["dtype"] is { } dtype) config["dtype"] = dtype.DeepClone();
        return new() { ["module"] = "keras.layers", ["class_name"] = "Permute", ["config"] = config, ["registered_name"] = null, ["name"] = name };
    }

    /// <summary>Calls with the outputs of another layer's calls.</summary>
    private static JArray Calls(string from, int count) => new(Enumerable.Range(0, count).Select(i => new JObject
    {
        ["args"] = new JArray(new JObject
        {
            ["class_name"] = "__keras_tensor__",
            ["config"] = new JObject { ["keras_history"] = new JArray(from, (long)i, 0L) },
        }),
        ["kwargs"] = new JObject(),
    }));

    /// <summary>Lets what took the outputs of layers take those of the layers behind them.</summary>
    private static void Redirect(JObject config, Dictionary<string, string> turned)
    {
        if (turned.Count == 0) return;
        var behind = turned.Values.ToHashSet();
        var takers = config["layers"]!.Where(l => !behind.Contains(Name((JObject)l) ?? "")).Select(l => l["inbound_nodes"]).Append(config["output_layers"]);
        foreach (var place in takers.OfType<JContainer>().SelectMany(t => t.DescendantsAndSelf()).OfType<JArray>().ToList())
            if (place is [JValue { Value: string name }, JValue { Value: long }, JValue { Value: long }] && turned.TryGetValue(name, out string? now))
                place[0] = now;
    }

    [GeneratedRegex("^(?:Global)?(?:Conv|SeparableConv|DepthwiseConv|LocallyConnected|MaxPooling|AveragePooling|UpSampling|ZeroPadding|Cropping|SpatialDropout)"
        + "([123])D(?:Transpose)?$")]
    private static partial Regex Spatial();
}
