namespace DeepSharp.Losses;

/// <summary>mean ln cosh(ŷ − y) over the last axis, as e + ln(1 + e⁻²ᵉ) − ln 2, which no error e makes overflow.</summary>
[Configurable]
public sealed partial class LogCosh() : Loss
{
    /// <inheritdoc/>
    public override Tensor PerElement(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Match(TypeName, yTrue, yPred);
        var e = p - t;
        return (e + (-2 * e).Softplus() - Math.Log(2)).Mean(-1);
    }
}
