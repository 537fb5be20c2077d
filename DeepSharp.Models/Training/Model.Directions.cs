namespace DeepSharp;

public partial class Model
{
    /// <summary>Whether larger or smaller is better in a result of the log.</summary>
    /// <param name="name">For example <c>accuracy</c> or <c>val_loss</c>.</param>
    internal MetricDirection DirectionOf(string name)
    {
        if (name.StartsWith("val_", StringComparison.Ordinal)) name = name[4..];
        if (name == "loss" || (_compiledLoss?.Trackers ?? []).Any(t => t.Name == name)) return MetricDirection.Down;
        var all = (_compiledMetrics?.All ?? []).ToList();
        // A metric with a value per class is logged under its name and the number of the class.
        return (all.Find(m => m.Key == name).Metric ?? all.Find(m => name.StartsWith(m.Key + "_", StringComparison.Ordinal)).Metric)?.Direction ?? MetricDirection.None;
    }
}
