namespace DeepSharp;

/// <summary>The metrics of all outputs, chosen by name at the first batch.</summary>
internal sealed class CompiledMetrics(MetricSet? metrics, MetricSet? weighted)
{
    private List<(string Key, Metric Metric, int Output, int Target, bool Weighted)>? _all;

    public MetricSet? Metrics => metrics;

    public MetricSet? Weighted => weighted;

    /// <summary>Log names and metrics; empty before the first batch.</summary>
    public IEnumerable<(string Key, Metric Metric)> All => (_all ?? []).Select(m => (m.Key, m.Metric));

    public void Update(IReadOnlyList<string> outputs, Tensor[] yTrue, Tensor[] yPred, Tensor[] sampleWeights, CompiledLoss? losses)
    {
        if (metrics is null && weighted is null) return;
        _all ??= Prepare(outputs, yTrue, yPred, losses);
        foreach (var (_, metric, output, target, isWeighted) in _all)
        {
            var weight = !isWeighted || sampleWeights.Length == 0 ? null : sampleWeights[sampleWeights.Length == 1 ? 0 : target];
            metric.Update(yTrue[target], Ranks.Wide(yPred[output]), weight);
        }
    }

    private List<(string, Metric, int, int, bool)> Prepare(IReadOnlyList<string> outputs, Tensor[] yTrue, Tensor[] yPred, CompiledLoss? losses)
    {
        var all = new List<(string, Metric, int, int, bool)>();
        var keys = new HashSet<string>();
        foreach (var (set, isWeighted) in new[] { (metrics, false), (weighted, true) })
            for (int o = 0; set is not null && o < outputs.Count; o++)
                foreach (var spec in set.For(o, outputs))
                {
                    int target = losses?.TargetOf(o, outputs, yTrue.Length) ?? Math.Min(o, yTrue.Length - 1);
                    var metric = spec.Metric ?? MetricChoice.Resolve(spec.Name!, yTrue[target], yPred[o]);
                    string key = outputs.Count > 1 ? $"{outputs[o]}_{metric.Name}" : metric.Name;
                    if (isWeighted && keys.Contains(key)) key = $"weighted_{key}";
                    string unique = key;
                    for (int n = 1; !keys.Add(unique); n++) unique = $"{key}_{n}";
                    all.Add((unique, metric, o, target, isWeighted));
                }
        return all;
    }
}
