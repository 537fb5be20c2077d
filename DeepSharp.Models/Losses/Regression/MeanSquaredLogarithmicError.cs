namespace DeepSharp.Losses;

/// <summary>mean (ln(1 + y) − ln(1 + ŷ))² over the last axis; values below 1e-7 count as 1e-7.</summary>
[Configurable(Aliases = ["msle"])]
public sealed partial class MeanSquaredLogarithmicError() : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return (p.Maximum(1e-7).Log1p() - t.Maximum(1e-7).Log1p()).Square().Mean(-1);
    }
}
