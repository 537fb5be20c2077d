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
/// <param name="Inputs">All tensors that the call takes.</param>
/// <param name="Training">The argument of this name, if given.</param>
/// <param name="Arguments">The arguments by name, for a layer that declares them.</param>
internal sealed record InboundNode(IReadOnlyList<TensorPlace> Inputs, bool? Training, CallArguments<TensorPlace>? Arguments)
{
    // What Keras calls the only input of layers that take no more.
    private static readonly string[] s_inputKeys = ["inputs", "sequence", "sequences"];

    public static InboundNode Read(object? value, Layer layer, ConfigPlace place)
    {
        if (value is not IReadOnlyDictionary<string, object?> node || !node.TryGetValue("args", out var args) || !node.TryGetValue("kwargs", out var given)
            || args is not IReadOnlyList<object?> places || given is not IReadOnlyDictionary<string, object?> kwargs)
            throw ConfigException.WrongValue(place, "an object with the list 'args' and the object 'kwargs'", value);
        if (node.Count > 2)
            throw ConfigException.Unknown(place, [.. node.Keys.Except(["args", "kwargs"])], ["args", "kwargs"]);
        bool? training = kwargs.GetValueOrDefault("training") as bool?;
        var read = layer.Signature.Count > 0 ? Named(places, kwargs, training, layer, place) : Bare(places, kwargs, training, place);
        return read.Inputs.Count > 0 ? read : throw ConfigException.WrongValue(place, "at least one tensor among its arguments", value);
    }

    /// <summary>The call of a layer that takes only its input.</summary>
    private static InboundNode Bare(IReadOnlyList<object?> places, IReadOnlyDictionary<string, object?> kwargs, bool? training, ConfigPlace place)
    {
        var inputs = Tensors(places, place).ToList();
        foreach (var (key, setting) in kwargs)
            if (setting is not null && s_inputKeys.Contains(key)) inputs.AddRange(Tensors(setting, place));
            else if (setting is not null and not false && (key != "training" || training is null))
                throw ConfigException.WrongValue(place, $"only tensors and 'training' as arguments of a call, not '{key}'", setting);
        return new(inputs, training, null);
    }

    /// <summary>The call of a layer that declares its arguments.</summary>
    private static InboundNode Named(IReadOnlyList<object?> places, IReadOnlyDictionary<string, object?> kwargs, bool? training, Layer layer, ConfigPlace place)
    {
        var signature = layer.Signature;
        if (places.Count > signature.Count) throw ConfigException.WrongValue(place, $"at most {signature.Count} arguments in 'args'", places.Count);
        var arguments = new CallArguments<TensorPlace>();
        foreach (var (argument, value) in signature.Zip(places)) arguments.Add(argument.Name, Value(argument, value, place), byKeyword: false);
        foreach (var (key, value) in kwargs.Where(k => k.Key != "training"))
        {
            var argument = signature.FirstOrDefault(a => a.Name == key) ?? throw ConfigException.Unknown(place, [key], signature.Select(a => a.Name));
            arguments.Add(key, Value(argument, value, place), byKeyword: true);
        }
        try { layer.RequireFitting(arguments); }
        catch (InvalidValueException e) { throw new ConfigException(place.ClassName, place.Key, $"{place.ClassName}: {e.Message}", e); }
        return new([.. arguments.Leaves()], training, arguments);
    }

    private static object? Value(CallArgument argument, object? value, ConfigPlace place) => (argument.Kind, value) switch
    {
        (_, null) => null,
        (CallArgumentKind.Setting, _) => ConfigConverter.Read(argument.SettingType!, value, place),
        (CallArgumentKind.Tensors, IReadOnlyList<object?> items) => items.Select(i => i is null ? null : (object?)One(i, place)).ToArray(),
        _ => One(value, place),
    };

    private static TensorPlace One(object? value, ConfigPlace place) =>
        value is ConfigObject { ClassName: "__keras_tensor__" } tensor && TensorPlace.Read(tensor.Config.FirstOrDefault(e => e.Key == "keras_history")?.Value) is { } at
            ? at
            : throw ConfigException.WrongValue(place, "a __keras_tensor__ with its keras_history, or a list of these", value);

    private static IEnumerable<TensorPlace> Tensors(object? value, ConfigPlace place) => value is IReadOnlyList<object?> items
        ? items.Where(i => i is not null).SelectMany(i => Tensors(i, place))
        : [One(value, place)];
}
