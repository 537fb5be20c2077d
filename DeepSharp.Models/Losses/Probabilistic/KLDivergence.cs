namespace DeepSharp.Losses;

/// <summary>Σ y · ln(y / ŷ) over the last axis, both held within [1e-7, 1].</summary>
[Configurable(Aliases = ["kld"])]
public sealed partial class KLDivergence() : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        var (a, b) = (t.Clip(1e-7, 1), p.Clip(1e-7, 1));
        return (a * (a / b).Log()).Sum(-1);
    }
}
