namespace DeepSharp.Losses;

/// <summary>mean ŷ − y · ln(ŷ + 1e-7) over the last axis: the negative log-likelihood of counts, up to a constant.</summary>
[Configurable]
public sealed partial class Poisson() : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return (p - t * (p + 1e-7).Log()).Mean(-1);
    }
}
