namespace DeepSharp;

/// <summary>Penalty l2 · Σ x², without the factor ½ that some write.</summary>
/// <param name="strength">The factor l2.</param>
[Configurable]
public sealed partial class L2([ConfigKey("l2")] double strength = 0.01) : Regularizer
{
    /// <inheritdoc/>
    public override Tensor Penalty(Tensor x) => x.Square().Sum() * Strength;
}
