namespace DeepSharp;

/// <summary>Finds the metric meant by a name; "accuracy" and "crossentropy" depend on the shapes of targets and predictions, as in Keras.</summary>
internal static class MetricChoice
{
    /// <summary>The metric, named as the user named it.</summary>
    /// <exception cref="ConfigException">There is no metric of that name.</exception>
    public static Metric Resolve(string name, Tensor yTrue, Tensor yPred)
    {
        Metric metric = name.ToLowerInvariant() switch
        {
            "accuracy" or "acc" => LabelKinds.Of(yTrue, yPred) switch
            {
                LabelKind.Binary => new Metrics.BinaryAccuracy(),
                LabelKind.ClassNumbers => new Metrics.SparseCategoricalAccuracy(),
                _ => new Metrics.CategoricalAccuracy(),
            },
            "crossentropy" or "ce" => LabelKinds.Of(yTrue, yPred) switch
            {
                LabelKind.Binary => new Metrics.BinaryCrossentropy(),
                LabelKind.ClassNumbers => new Metrics.SparseCategoricalCrossentropy(),
                _ => new Metrics.CategoricalCrossentropy(),
            },
            _ => name,
        };
        return metric.Named(name);
    }
}
