namespace DeepSharp.Losses;

/// <summary>100 · mean |y − ŷ| / max(|y|, 1e-7) over the last axis.</summary>
[Configurable(Aliases = ["mape"])]
public sealed partial class MeanAbsolutePercentageError() : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return 100 * ((t - p).Abs() / t.Abs().Maximum(1e-7)).Mean(-1);
    }
}
