namespace DeepSharp;

/// <summary>The pairs of a batch: which samples are of one class.</summary>
internal static class LabelPairs
{
    /// <summary>Embeddings [batch, dims], and 1 for each pair of samples of one class, else 0: [batch, batch].</summary>
    /// <exception cref="ShapeMismatchException">Targets are not one class number a sample, or predictions not one vector.</exception>
    public static (Tensor Embeddings, Tensor Same) Of(string who, Tensor yTrue, Tensor yPred)
    {
        var labels = yTrue.Rank == 2 && yTrue.Shape[1] == 1 ? yTrue.Squeeze(1) : yTrue;
        if (yPred.Rank != 2 || labels.Rank != 1 || !labels.Shape.Matches(yPred.Shape[..1]))
            throw new ShapeMismatchException(
                $"{who} expects class numbers [batch] or [batch, 1] and embeddings [batch, dims] but got {yTrue.Shape} and {yPred.Shape}.");
        var x = Ranks.Floating(yPred);
        return (x, Tensor.Equal(labels.ExpandDims(1), labels.ExpandDims(0)).Cast(x.DType));
    }
}
