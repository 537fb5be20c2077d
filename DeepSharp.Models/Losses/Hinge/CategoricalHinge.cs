namespace DeepSharp.Losses;

/// <summary>max(max((1 − y) · ŷ) − Σ y · ŷ + 1, 0) over the last axis, for one-hot labels.</summary>
[Configurable]
public sealed partial class CategoricalHinge() : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return (((1 - t) * p).Max(-1) - (t * p).Sum(-1) + 1).Maximum(0);
    }
}
