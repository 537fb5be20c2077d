namespace DeepSharp.Losses;

/// <summary>mean (y − ŷ)² over the last axis.</summary>
[Configurable(Aliases = ["mse"])]
public sealed partial class MeanSquaredError() : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        return (p - t).Square().Mean(-1);
    }
}
