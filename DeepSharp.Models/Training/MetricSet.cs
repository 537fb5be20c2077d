using System.Collections;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>A metric, or the name of one that depends on the model's output, such as "accuracy".</summary>
public sealed class MetricSpec
{
    private MetricSpec(Metric? metric, string? name) => (Metric, Name) = (metric, name);

    /// <summary>The metric where it is fixed.</summary>
    public Metric? Metric { get; }

    /// <summary>The name where the metric is chosen by the output's shape.</summary>
    public string? Name { get; }

    /// <summary>A fixed metric.</summary>
    public static implicit operator MetricSpec(Metric metric) => new(metric, null);

    /// <summary>The mean of a function of targets and predictions.</summary>
    public static implicit operator MetricSpec(Func<Tensor, Tensor, Tensor> function) => new((Metric)function, null);

    /// <summary>A metric by Keras' name; "accuracy" and "crossentropy" are chosen by the shapes of targets and predictions.</summary>
    public static implicit operator MetricSpec(string name) => new(null, name);
}

/// <summary>The metrics of a model. Collection expressions make one: <c>[Accuracy, new Precision()]</c>.</summary>
[CollectionBuilder(typeof(MetricSet), nameof(Create))]
public sealed class MetricSet : IEnumerable<MetricSpec>
{
    private readonly MetricSpec[] _metrics;
    private readonly IReadOnlyDictionary<string, MetricSet>? _byOutput;

    private MetricSet(MetricSpec[] metrics, IReadOnlyDictionary<string, MetricSet>? byOutput) => (_metrics, _byOutput) = (metrics, byOutput);

    /// <summary>Metrics of a model with one output, or the same kind for each output.</summary>
    public static MetricSet Create(ReadOnlySpan<MetricSpec> metrics) => new(metrics.ToArray(), null);

    /// <summary>Metrics by output name.</summary>
    public static implicit operator MetricSet(Dictionary<string, MetricSet> byOutput) => new([], byOutput);

    /// <summary>The metrics of an output.</summary>
    /// <exception cref="DeepSharpException">An output named does not exist, or a flat list was given to a model with several outputs.</exception>
    internal IReadOnlyList<MetricSpec> For(int output, IReadOnlyList<string> outputs)
    {
        if (_byOutput is null)
            return outputs.Count == 1 || _metrics.Length == 0 ? _metrics
                : throw new DeepSharpException($"The model has {outputs.Count} outputs; give its metrics by output name: {string.Join(", ", outputs.Select(o => $"'{o}'"))}.");
        foreach (string name in _byOutput.Keys)
            if (!outputs.Contains(name)) throw new DeepSharpException($"There is no output '{name}' to measure{KnownNames.Instead(name, outputs, "the outputs are")}.");
        return _byOutput.TryGetValue(outputs[output], out var set) ? set._metrics : [];
    }

    /// <summary>The metrics by output, or null for a flat list.</summary>
    internal IReadOnlyDictionary<string, MetricSet>? ByOutput => _byOutput;

    /// <summary>The metrics of the flat list.</summary>
    public IEnumerator<MetricSpec> GetEnumerator() => ((IEnumerable<MetricSpec>)_metrics).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
