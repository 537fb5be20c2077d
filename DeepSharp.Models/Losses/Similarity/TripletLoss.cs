namespace DeepSharp.Losses;

/// <summary>max(d(a, p) − d(a, n) + margin, 0) for given triplets: an anchor a, a sample p like it and a sample n unlike it.</summary>
/// <remarks>
/// Schroff et al. 2015. Predictions are [batch, 3, dims] with the embeddings of a, p and n; the targets are not looked at. To choose triplets from
/// labelled batches use <see cref="TripletSemiHardLoss"/> or <see cref="TripletHardLoss"/>.
/// </remarks>
/// <param name="margin">How much farther n should be than p.</param>
/// <param name="distanceMetric">How far two embeddings are from each other.</param>
[Configurable(Package = "DeepSharp")]
public sealed partial class TripletLoss(double margin = 1.0, DistanceMetric distanceMetric = DistanceMetric.L2) : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        if (yPred.Rank != 3 || yPred.Shape[1] != 3)
            throw new ShapeMismatchException($"TripletLoss expects anchor, like and unlike sample, [batch, 3, dims], but got predictions {yPred.Shape}.");
        var x = Ranks.Floating(yPred).Unstack(1);
        return (Distances.Between(x[0], x[1], DistanceMetric) - Distances.Between(x[0], x[2], DistanceMetric) + Margin).Maximum(0);
    }
}
