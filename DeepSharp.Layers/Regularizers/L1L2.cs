namespace DeepSharp;

/// <summary>Penalty l1 · Σ |x| + l2 · Σ x².</summary>
/// <param name="l1">The factor of the magnitudes.</param>
/// <param name="l2">The factor of the squares.</param>
[Configurable]
public sealed partial class L1L2(double l1 = 0, double l2 = 0) : Regularizer
{
    /// <inheritdoc/>
    public override Tensor Penalty(Tensor x) => x.Abs().Sum() * L1 + x.Square().Sum() * L2;
}
