namespace DeepSharp.Losses;

/// <summary>mean max(1 − y · ŷ, 0)² over the last axis, for labels −1 and 1; labels that are all 0 or 1 are turned into −1 and 1.</summary>
[Configurable]
public sealed partial class SquaredHinge() : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return (1 - Signs.Of(t) * p).Maximum(0).Square().Mean(-1);
    }
}
