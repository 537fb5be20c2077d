namespace DeepSharp.Losses;

/// <summary>mean y · ŷ over the last axis, for scores ŷ of a critic and labels −1 and 1: what is labelled −1 is to score high.</summary>
/// <remarks>
/// Arjovsky et al. 2017. With real samples labelled −1 and made ones 1, the critic's loss is E[critic(made)] − E[critic(real)]; the maker is trained with
/// its samples labelled −1.
/// </remarks>
[Configurable(Package = "DeepSharp")]
public sealed partial class WassersteinLoss() : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return (t * p).Mean(-1);
    }
}
