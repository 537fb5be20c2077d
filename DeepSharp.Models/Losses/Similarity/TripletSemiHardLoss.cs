namespace DeepSharp.Losses;

/// <summary>
/// max(d(a, p) − d(a, n) + margin, 0) for each pair (a, p) of one class in the batch, with the nearest sample n of another class that is farther from a
/// than p is; where there is none, the farthest of another class.
/// </summary>
/// <remarks>
/// Schroff et al. 2015 (FaceNet), as in TensorFlow Addons. Targets are class numbers [batch] or [batch, 1], predictions embeddings [batch, dims], best of
/// length one. The loss per element is [batch, batch], of which only pairs of one class count; it takes memory for batch³ numbers.
/// </remarks>
/// <param name="margin">How much farther n should be than p.</param>
/// <param name="distanceMetric">How far two embeddings are from each other.</param>
[Configurable(Package = "DeepSharp")]
public sealed partial class TripletSemiHardLoss(double margin = 1.0, DistanceMetric distanceMetric = DistanceMetric.L2) : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (x, same) = LabelPairs.Of(TypeName, yTrue, yPred);
        var d = Distances.Pairwise(x, DistanceMetric);
        var others = 1 - same;
        // [a, p, n]: n is of another class and farther from a than p is.
        var (toN, toP) = (d.ExpandDims(1), d.ExpandDims(2));
        var outside = (toN > toP).Cast(x.DType) * others.ExpandDims(1);
        var farther = outside.Max(-1);
        var negatives = Tensor.Where(farther.NotEqual(0), Mining.Nearest(toN.BroadcastTo(outside.Shape), outside), Mining.Farthest(d, others).ExpandDims(1));
        var positives = same * (1 - Tensor.Eye(x.Shape[0], x.DType, x.Device));
        var losses = (Margin + d - negatives).Maximum(0) * positives;
        losses.Mask = positives.NotEqual(0);
        return losses;
    }
}
