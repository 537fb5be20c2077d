namespace DeepSharp.Losses;

/// <summary>max(d(a, p) − d(a, n) + margin, 0) for each sample a, with the farthest sample p of its class in the batch and the nearest n of another.</summary>
/// <remarks>
/// Hermans et al. 2017 ("batch hard"), as in TensorFlow Addons. Targets are class numbers [batch] or [batch, 1], predictions embeddings [batch, dims].
/// A sample alone in its class has itself for p; where there is one class only, n is the farthest sample.
/// </remarks>
/// <param name="margin">How much farther n should be than p.</param>
/// <param name="soft">Whether ln(1 + e^(d(a, p) − d(a, n))) is taken instead, without a margin.</param>
/// <param name="distanceMetric">How far two embeddings are from each other.</param>
[Configurable(Package = "DeepSharp")]
public sealed partial class TripletHardLoss(double margin = 1.0, bool soft = false, DistanceMetric distanceMetric = DistanceMetric.L2) : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (x, same) = LabelPairs.Of(TypeName, yTrue, yPred);
        var d = Distances.Pairwise(x, DistanceMetric);
        var positives = same * (1 - Tensor.Eye(x.Shape[0], x.DType, x.Device));
        var e = Mining.Farthest(d, positives) - Mining.Nearest(d, 1 - same);
        return Soft ? e.Softplus() : (e + Margin).Maximum(0);
    }
}
