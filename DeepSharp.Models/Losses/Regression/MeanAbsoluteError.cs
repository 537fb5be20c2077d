namespace DeepSharp.Losses;

/// <summary>mean |y − ŷ| over the last axis.</summary>
[Configurable(Aliases = ["mae"])]
public sealed partial class MeanAbsoluteError() : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return (p - t).Abs().Mean(-1);
    }
}
