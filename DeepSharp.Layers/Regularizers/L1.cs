namespace DeepSharp;

/// <summary>Penalty l1 · Σ |x|.</summary>
/// <param name="strength">The factor l1.</param>
[Configurable]
public sealed partial class L1([ConfigKey("l1")] double strength = 0.01) : Regularizer
{
    /// <inheritdoc/>
    public override Tensor Penalty(Tensor x) => x.Abs().Sum() * Strength;
}
