namespace DeepSharp;

/// <summary>Sample weights from class weights: classes not named count 1.</summary>
internal static class ClassWeights
{
    /// <summary>A weight per sample, multiplied with weights already there.</summary>
    public static Tensor Of(Tensor labels, Tensor? existing, IReadOnlyDictionary<int, double> weights, bool batched)
    {
        var classes = ClassLabels.Of(labels, batched);
        var values = Array.ConvertAll(classes.ToInts(), c => (float)weights.GetValueOrDefault(c, 1));
        var result = Tensor.From(values, classes.Shape);
        if (existing is null) return result;
        if (existing.Count != result.Count)
            throw new ShapeMismatchException($"Class weights multiply one sample weight per sample, but the weights have shape {existing.Shape} for targets of shape {labels.Shape}.");
        return result * existing.Reshape(result.Shape);
    }
}
