namespace DeepSharp;

/// <summary>Finds the metric meant by a name; "accuracy" depends on the shapes of targets and predictions, as in Keras.</summary>
internal static class MetricChoice
{
    public static Metric Resolve(string name, Tensor yTrue, Tensor yPred)
    {
        if (name is not ("accuracy" or "acc")) return name;
        if (yPred.Shape[^1] == 1) return new Metrics.BinaryAccuracy { Name = name };
        return yTrue.Rank < yPred.Rank || yTrue.Shape[^1] == 1
            ? new Metrics.SparseCategoricalAccuracy { Name = name }
            : new Metrics.CategoricalAccuracy { Name = name };
    }
}
