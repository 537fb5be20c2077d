namespace DeepSharp;

/// <summary>How a model is compiled, as Keras writes it beside the model's configuration.</summary>
internal static class CompileConfig
{
    private static readonly string[] s_keys =
        ["optimizer", "loss", "loss_weights", "metrics", "weighted_metrics", "run_eagerly", "steps_per_execution", "jit_compile"];

    /// <summary>The eight entries in Keras' order.</summary>
    public static Dictionary<string, object?> Write(Model model) => new()
    {
        ["optimizer"] = model.Optimizer,
        ["loss"] = model.CompiledLosses?.Set.ToConfig(),
        ["loss_weights"] = model.CompiledLosses?.Weights,
        ["metrics"] = Metrics(model.CompiledMetricSets?.Metrics),
        ["weighted_metrics"] = Metrics(model.CompiledMetricSets?.Weighted),
        ["run_eagerly"] = model.RunEagerly,
        ["steps_per_execution"] = 1,
        ["jit_compile"] = false,
    };

    /// <summary>Compiles a model that was just read, if its file says how.</summary>
    /// <exception cref="ConfigException">An entry is unknown or does not fit.</exception>
    public static void Restore(Model model, ConfigReader reader)
    {
        if (reader.Beside("compile_config") is not { } value) return;
        var place = reader.Place("compile_config");
        var config = value as IReadOnlyDictionary<string, object?> ?? throw ConfigException.WrongValue(place, "an object", value);
        var unknown = config.Keys.Except(s_keys).ToList();
        if (unknown.Count > 0) throw ConfigException.Unknown(place, unknown, s_keys);
        ConfigPlace At(string key) => place with { Key = $"compile_config.{key}" };
        object? Get(string key) => config.GetValueOrDefault(key);

        if (Get("optimizer") is not { } optimizer) return;
        if (Get("steps_per_execution") is not (null or long and > 0)) throw ConfigException.WrongValue(At("steps_per_execution"), "a positive integer", Get("steps_per_execution"));
        if (Get("jit_compile") is not (null or bool or "auto")) throw ConfigException.WrongValue(At("jit_compile"), "true, false or \"auto\"", Get("jit_compile"));
        if (Get("run_eagerly") is not (null or bool)) throw ConfigException.WrongValue(At("run_eagerly"), "true or false", Get("run_eagerly"));
        string[] outputs = [.. model.Outputs.Select(o => o.Layer.Name)];
        model.Compile(
            (Optimizer)ConfigRegistry.Create(typeof(Optimizer), optimizer, At("optimizer")), Losses(Get("loss"), At("loss")),
            MetricSetOf(Get("metrics"), outputs, At("metrics")), LossWeights(Get("loss_weights"), outputs, At("loss_weights")),
            MetricSetOf(Get("weighted_metrics"), outputs, At("weighted_metrics")), Get("run_eagerly") is true,
            autoScaleLoss: false);      // the optimizer of the file is wrapped if it was
    }

    private static object? Metrics(MetricSet? set) => set?.ByOutput is { } named
        ? named.ToDictionary(p => p.Key, p => Metrics(p.Value))
        : set?.Select(m => m.Metric ?? (object?)m.Name).ToArray();

    private static LossSet? Losses(object? value, ConfigPlace place)
    {
        Loss One(object item, ConfigPlace at) => (Loss)ConfigRegistry.Create(typeof(Loss), item, at);
        return value switch
        {
            null => null,
            IReadOnlyList<object?> many => (LossSet)many.Select((l, i) => l is null ? null : One(l, place.At(i))).ToArray(),
            IReadOnlyDictionary<string, object?> named => named.Where(p => p.Value is not null)
                .ToDictionary(p => p.Key, p => One(p.Value!, place with { Key = $"{place.Key}.{p.Key}" })),
            _ => One(value, place),
        };
    }

    private static double[]? LossWeights(object? value, string[] outputs, ConfigPlace place) => value switch
    {
        null => null,
        // Keras gives an output that is not named the weight 1.
        IReadOnlyDictionary<string, object?> named when named.Keys.All(outputs.Contains) =>
            [.. outputs.Select(o => named.TryGetValue(o, out var w) ? Number(w, place) : 1.0)],
        IReadOnlyList<object?> list => [.. list.Select((w, i) => Number(w, place.At(i)))],
        _ => throw ConfigException.WrongValue(place, "a list of numbers, or numbers by output name", value),
    };

    private static double Number(object? value, ConfigPlace place) =>
        (double)ConfigConverter.Read(typeof(double), value ?? throw ConfigException.WrongValue(place, "a number", null), place);

    private static MetricSet? MetricSetOf(object? value, string[] outputs, ConfigPlace place) => value switch
    {
        null => null,
        IReadOnlyDictionary<string, object?> named => (MetricSet)named.Where(p => p.Value is not null)
            .ToDictionary(p => p.Key, p => Flat(p.Value, place with { Key = $"{place.Key}.{p.Key}" })),
        // A list of lists goes by the outputs' order.
        IReadOnlyList<object?> lists when outputs.Length > 1 && lists.Count == outputs.Length && lists.All(l => l is null or IReadOnlyList<object?>) =>
            (MetricSet)outputs.Index().Where(o => lists[o.Index] is not null).ToDictionary(o => o.Item, o => Flat(lists[o.Index], place.At(o.Index))),
        _ => Flat(value, place),
    };

    private static MetricSet Flat(object? value, ConfigPlace place)
    {
        var items = value as IReadOnlyList<object?> ?? [value];
        if (items.Count == 1 && items[0] is IReadOnlyList<object?> only) items = only;
        return MetricSet.Create([.. items.Select((m, i) => m switch
        {
            // Names stay names: what is logged bears them, and some depend on the model's output.
            "accuracy" or "acc" or "crossentropy" or "ce" => (MetricSpec)(string)m,
            string name when ConfigRegistry.Create(typeof(Metric), name, place.At(i)) is Metric => name,
            null => throw ConfigException.WrongValue(place.At(i), "a metric", null),
            _ => (Metric)ConfigRegistry.Create(typeof(Metric), m, place.At(i)),
        })]);
    }
}
