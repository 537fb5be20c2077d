using Newtonsoft.Json.Linq;

namespace DeepSharp.TensorFlowJs;

/// <summary>Rewrites the value of a setting from Keras 3's form into that of TensorFlow.js.</summary>
internal static class TensorFlowJsValue
{
    private static readonly HashSet<string> s_activations = ["elu", "selu", "relu", "relu6", "linear", "sigmoid", "softplus", "softsign", "tanh", "softmax",
        "log_softmax", "gelu", "mish", "swish"];

    private static readonly HashSet<string> s_constraints = ["MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm"];

    private static readonly HashSet<string> s_initializers = ["Zeros", "Ones", "Constant", "Identity", "Orthogonal", "RandomNormal", "RandomUniform",
        "TruncatedNormal"];

    // TensorFlow.js' "normal" is truncated.
    private static readonly Dictionary<string, (double Scale, string Mode, string Distribution)> s_scaling = new()
    {
        ["GlorotNormal"] = (1, "fan_avg", "normal"),
        ["GlorotUniform"] = (1, "fan_avg", "uniform"),
        ["HeNormal"] = (2, "fan_in", "normal"),
        ["HeUniform"] = (2, "fan_in", "uniform"),
        ["LecunNormal"] = (1, "fan_in", "normal"),
        ["LecunUniform"] = (1, "fan_in", "uniform"),
    };

    /// <summary>A value as TensorFlow.js reads it.</summary>
    /// <param name="title">The layer, for messages.</param>
    /// <param name="key">Keras 2's key.</param>
    /// <param name="value">Keras 3's value.</param>
    public static JToken Write(string title, string key, JToken value) => (key, value) switch
    {
        ("layer" or "cell", JObject inner) when (string?)inner["class_name"] is "Sequential" or "Functional" =>
            throw new DeepSharpException($"{title} cannot be written for TensorFlow.js, since it holds a model. Put a layer into it."),
        ("layer" or "cell", JObject inner) => TensorFlowJsLayer.Write(inner),
        ("cells", JArray cells) => new JArray(cells.Select(c => TensorFlowJsLayer.Write((JObject)c))),
        (_, JValue { Value: null }) => value.DeepClone(),
        _ when key.EndsWith("activation", StringComparison.Ordinal) => Activation(title, key, value),
        _ when key.EndsWith("initializer", StringComparison.Ordinal) => Initializer(value) ?? throw Lacking(title, key, value),
        _ when key.EndsWith("regularizer", StringComparison.Ordinal) => Regularizer(value) ?? throw Lacking(title, key, value),
        _ when key.EndsWith("constraint", StringComparison.Ordinal) => s_constraints.Contains(Class(value)) ? Plain(value) : throw Lacking(title, key, value),
        _ => value.DeepClone(),
    };

    private static JToken Activation(string title, string key, JToken value) => value is JValue { Value: string name } ? name switch
    {
        LegacyActivations.HardSigmoid => "hard_sigmoid",
        "silu" => "swish",
        _ when s_activations.Contains(name) => name,
        _ => throw Lacking(title, key, value),
    }
    : throw Lacking(title, key, value);

    private static JObject? Initializer(JToken value)
    {
        string name = Class(value);
        if (s_scaling.TryGetValue(name, out var scaling)) return Scaling(scaling.Scale, scaling.Mode, scaling.Distribution, value);
        if (name == "VarianceScaling" && value["config"] is JObject config && (string?)config["distribution"] is "truncated_normal" or "uniform")
            return Scaling((double)value["config"]!["scale"]!, (string)value["config"]!["mode"]!,
                (string?)value["config"]!["distribution"] == "uniform" ? "uniform" : "normal", value);
        return s_initializers.Contains(name) ? Seeded(Plain(value)) : null;
    }

    private static JObject Scaling(double scale, string mode, string distribution, JToken value) => Seeded(Object("VarianceScaling", new()
    {
        ["scale"] = scale,
        ["mode"] = mode,
        ["distribution"] = distribution,
        ["seed"] = value["config"]?["seed"]?.DeepClone(),
    }));

    /// <summary>A seed is a number there.</summary>
    private static JObject Seeded(JObject initializer)
    {
        var config = (JObject)initializer["config"]!;
        if (config["seed"] is { Type: not JTokenType.Integer }) config["seed"] = null;
        return initializer;
    }

    private static JObject? Regularizer(JToken value) => Class(value) is "L1" or "L2" or "L1L2" && value["config"] is JObject config
        ? Object("L1L2", new() { ["l1"] = config["l1"]?.DeepClone() ?? 0.0, ["l2"] = config["l2"]?.DeepClone() ?? 0.0 })
        : null;

    private static string Class(JToken value) => value is JObject o ? (string?)o["class_name"] ?? "" : "";

    private static JObject Plain(JToken value) => Object(Class(value), (JObject)value["config"]!.DeepClone());

    private static JObject Object(string className, JObject config) => new() { ["class_name"] = className, ["config"] = config };

    private static DeepSharpException Lacking(string title, string key, JToken value) => new(
        $"{title} cannot be written for TensorFlow.js, which lacks its {key}"
            + $" {(value is JObject ? Class(value) : KerasJson.Print(value))}. Choose another, or save the"
            + " model as .keras or .onnx.");
}
