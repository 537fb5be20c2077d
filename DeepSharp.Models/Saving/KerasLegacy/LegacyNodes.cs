using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Rewrites the calls of a layer in a functional model: before Keras 3 they were lists of [layer, call, output, arguments].</summary>
internal static class LegacyNodes
{
    // These took their initial states as further inputs.
    private static readonly HashSet<string> s_recurrent = ["RNN", "SimpleRNN", "LSTM", "GRU", "Bidirectional", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"];

    /// <summary>Rewrites the calls of a layer in place.</summary>
    public static void Upgrade(JObject layer)
    {
        if (layer["inbound_nodes"] is not JArray nodes) return;
        var (className, name) = ((string?)layer["class_name"] ?? "", (string?)layer["name"] ?? "");
        layer["inbound_nodes"] = new JArray(nodes.Select(n => n is JArray old ? Node(old, className, name) : n));
    }

    private static JObject Node(JArray inputs, string className, string name)
    {
        // A single input may stand without the list around it.
        if (inputs is [JValue { Value: string }, ..]) inputs = [inputs];
        var tensors = new List<JToken>();
        var keywords = new JObject();
        foreach (var input in inputs)
        {
            if (input is not JArray { Count: >= 3 } place || Place(place) is not { } tensor)
                throw new ConfigException(className, "inbound_nodes",
                    $"{className}: the layer '{name}' is called with something that is no output of a layer: {KerasJson.Print(input)}.");
            tensors.Add(tensor);
            if (place.Count > 3 && place[3] is JObject arguments)
                foreach (var (key, value) in arguments) keywords[key] = value is JArray { Count: >= 3 } other && Place(other) is { } t ? t : value?.DeepClone();
        }
        JToken[] args = tensors.Count == 1 ? [tensors[0]] : [new JArray(tensors)];
        if (tensors.Count > 1 && s_recurrent.Contains(className))
        {
            args = [tensors[0]];
            keywords["initial_state"] = new JArray(tensors.Skip(1));
        }
        return new JObject { ["args"] = new JArray(args), ["kwargs"] = keywords };
    }

    private static JObject? Place(JArray place) => place is [JValue { Value: string layer }, JValue { Value: long node and >= 0 },
        JValue { Value: long output and >= 0 }, ..]
        ? new JObject { ["class_name"] = "__keras_tensor__", ["config"] = new JObject { ["keras_history"] = new JArray(layer, node, output) } }
        : null;
}
