namespace DeepSharp.Losses;

/// <summary>mean y · ŷ² + (1 − y) · max(margin − ŷ, 0)² over the last axis, for distances ŷ of pairs that are alike (y = 1) or not (y = 0).</summary>
/// <remarks>Hadsell et al. 2006, as in TensorFlow Addons.</remarks>
/// <param name="margin">From what distance on unlike pairs cost nothing.</param>
[Configurable(Package = "DeepSharp")]
public sealed partial class ContrastiveLoss(double margin = 1.0) : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return (t * p.Square() + (1 - t) * (Margin - p).Maximum(0).Square()).Mean(-1);
    }
}
