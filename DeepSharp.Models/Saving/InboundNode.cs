namespace DeepSharp;

/// <summary>A tensor of a functional model in a file: an output of one call of a layer.</summary>
internal readonly record struct TensorPlace(string Layer, long Node, long Output)
{
    public override string ToString() => $"[\"{Layer}\", {Node}, {Output}]";

    /// <summary>Reads <c>["dense", 0, 0]</c>, or null if the value is something else.</summary>
    public static TensorPlace? Read(object? value) => value is IReadOnlyList<object?> and [string layer, long node, long output] ? new(layer, node, output) : null;

    /// <summary>Reads all places of <c>input_layers</c> or <c>output_layers</c>: one, a list, or a dictionary, nested in any way.</summary>
    public static IEnumerable<TensorPlace> ReadAll(object? value, ConfigPlace place) => Read(value) is { } one ? [one] : value switch
    {
        IReadOnlyList<object?> many => many.SelectMany(v => ReadAll(v, place)),
        IReadOnlyDictionary<string, object?> named => named.Values.SelectMany(v => ReadAll(v, place)),
        _ => throw ConfigException.WrongValue(place, "[layer, node, tensor] or a list of these", value),
    };
}

/// <summary>One call of a layer in a file: <c>{"args": [tensor, …], "kwargs": {…}}</c>.</summary>
internal sealed record InboundNode(IReadOnlyList<TensorPlace> Inputs, bool? Training)
{
    // The tensor arguments of Keras' layers in the order of their Call methods.
    private static readonly string[] s_tensorKeys = ["inputs", "sequence", "sequences", "query", "value", "key", "initial_state"];

    public static InboundNode Read(object? value, ConfigPlace place)
    {
        if (value is not IReadOnlyDictionary<string, object?> node || !node.TryGetValue("args", out var args) || !node.TryGetValue("kwargs", out var given)
            || args is not IReadOnlyList<object?> || given is not IReadOnlyDictionary<string, object?> kwargs)
            throw ConfigException.WrongValue(place, "an object with the list 'args' and the object 'kwargs'", value);
        if (node.Count > 2)
            throw ConfigException.Unknown(place, [.. node.Keys.Except(["args", "kwargs"])], ["args", "kwargs"]);
        var inputs = Tensors(args, place).ToList();
        foreach (string key in s_tensorKeys)
            if (kwargs.TryGetValue(key, out var tensors) && tensors is not null) inputs.AddRange(Tensors(tensors, place));
        if (inputs.Count == 0) throw ConfigException.WrongValue(place, "at least one tensor among its arguments", value);
        bool? training = null;
        foreach (var (key, setting) in kwargs)
        {
            if (key == "training" && setting is bool b) training = b;
            else if (setting is not null and not false && !s_tensorKeys.Contains(key))
                throw ConfigException.WrongValue(place, $"only tensors and 'training' as arguments of a call, not '{key}'", setting);
        }
        return new(inputs, training);
    }

    private static IEnumerable<TensorPlace> Tensors(object? value, ConfigPlace place) => value switch
    {
        ConfigObject { ClassName: "__keras_tensor__" } tensor when TensorPlace.Read(tensor.Config.FirstOrDefault(e => e.Key == "keras_history").Value) is { } at => [at],
        IReadOnlyList<object?> items => items.Where(i => i is not null).SelectMany(i => Tensors(i, place)),
        _ => throw ConfigException.WrongValue(place, "a __keras_tensor__ with its keras_history, or a list of these", value),
    };
}
