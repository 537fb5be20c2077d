using Newtonsoft.Json.Linq;

namespace DeepSharp.TensorFlowJs;

/// <summary>Rewrites a model from Keras 3's form into that of TensorFlow.js, which is Keras 2's.</summary>
internal static class TensorFlowJsTopology
{
    // These take their initial states as further inputs.
    private static readonly HashSet<string> s_recurrent = ["RNN", "SimpleRNN", "LSTM", "GRU", "Bidirectional", "ConvLSTM2D"];

    /// <summary>A model with its layers.</summary>
    /// <exception cref="DeepSharpException">Something in it is not there in TensorFlow.js; the message names the layer.</exception>
    public static JObject Write(JObject model)
    {
        var config = (JObject)model["config"]!;
        var layers = ((JArray)config["layers"]!).Cast<JObject>().ToList();
        bool functional = (string?)model["class_name"] == "Functional";
        if (functional)
        {
            // A model counts the call that made it.
            var models = layers.Where(IsModel).Select(l => (string)l["name"]!).ToHashSet();
            var written = layers.Select(l => Called(l, models)).ToArray();
            return new()
            {
                ["class_name"] = "Model",
                ["config"] = new JObject
                {
                    ["name"] = config["name"],
                    ["layers"] = new JArray(written),
                    ["input_layers"] = Ends(config["input_layers"]!, models),
                    ["output_layers"] = Ends(config["output_layers"]!, models),
                },
            };
        }
        return new()
        {
            ["class_name"] = "Sequential",
            ["config"] = new JObject { ["name"] = config["name"], ["layers"] = new JArray(layers.Select(TensorFlowJsLayer.Write)) },
        };
    }

    private static bool IsModel(JObject layer) => (string?)layer["class_name"] is "Sequential" or "Functional";

    private static JObject Called(JObject layer, HashSet<string> models)
    {
        var written = TensorFlowJsLayer.Write(layer);
        written["name"] = layer["name"];
        written["inbound_nodes"] = new JArray(((JArray)layer["inbound_nodes"]!).Select(n => Node(layer, (JObject)n, models)));
        return written;
    }

    private static JArray Node(JObject layer, JObject node, HashSet<string> models)
    {
        var tensors = Tensors(layer, node["args"]!).ToList();
        foreach (var argument in ((JObject)node["kwargs"]!).Properties())
        {
            if (argument.Name == "initial_state" && s_recurrent.Contains((string)layer["class_name"]!)) tensors.AddRange(Tensors(layer, argument.Value));
            else if (argument.Value.Type != JTokenType.Null)
                throw new DeepSharpException($"The layer '{(string?)layer["name"]}' ({(string?)layer["class_name"]}) cannot be written"
                    + $" for TensorFlow.js, since it"
                    + $" is called with the argument '{argument.Name}'. Call it with its inputs alone.");
        }
        return new(tensors.Select(t => new JArray(Place(t, models).Append(new JObject()))));
    }

    private static IEnumerable<JToken> Tensors(JObject layer, JToken value) => value switch
    {
        JArray list => list.SelectMany(v => Tensors(layer, v)),
        JObject { } o when o["config"]?["keras_history"] is { } place => [place],
        JValue { Value: null } => [],
        _ => throw new DeepSharpException($"The layer '{(string?)layer["name"]}' ({(string?)layer["class_name"]}) cannot be written"
                    + $" for TensorFlow.js, since it is"
            + $" called with {KerasJson.Print(value)}. Call it with its inputs alone."),
    };

    private static JArray Ends(JToken places, HashSet<string> models) => places is JArray { Count: 3 } one && one[0] is JValue { Value: string }
        ? [Place(one, models)]
        : new(places.Select(p => Place(p, models)));

    private static JArray Place(JToken place, HashSet<string> models) =>
        [place[0]!.DeepClone(), (long)place[1]! + (models.Contains((string)place[0]!) ? 1 : 0), place[2]!.DeepClone()];
}
