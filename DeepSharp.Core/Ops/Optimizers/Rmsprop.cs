namespace DeepSharp;

/// <summary>RMSprop: v ← ρ · v + (1 − ρ) · g²; w ← w − rate · g / √(v + ε).</summary>
/// <remarks>
/// Centered: a ← ρ · a + (1 − ρ) · g, and v − a² stands for v in the root. With momentum m: s ← m · s + the step, w ← w − s, so the slot
/// holds
/// steps that are scaled by the rate already. ε stands inside the root, as in Keras. Slots: velocity, then average if centered, then
/// momentum if m > 0.
/// Source: T. Tieleman and G. Hinton, Coursera lecture 6.5 (2012).
/// </remarks>
/// <param name="Rho">ρ, the decay of the averages.</param>
/// <param name="Momentum">m; 0 leaves the momentum slot out.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Centered">Whether to divide by the spread around the mean instead of the root mean square.</param>
public sealed record RmspropOp(double Rho = 0.9, double Momentum = 0, double Epsilon = 1e-7, bool Centered = false) : OptimizerOp
{
    private static readonly string[][] s_slots =
        [["velocity"], ["velocity", "average"], ["velocity", "momentum"], ["velocity", "average", "momentum"]];

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => s_slots[(Centered ? 1 : 0) + (Momentum > 0 ? 2 : 0)];

    private protected override Tensor[] Update(Tensor w, Tensor g, Tensor[] slots, Tensor rate)
    {
        var v = slots[0] * Rho + g * g * (1 - Rho);
        var (spread, results) = (v, new List<Tensor> { w, v });
        if (Centered)
        {
            var a = slots[1] * Rho + g * (1 - Rho);
            spread = v - a * a;
            results.Add(a);
        }
        var step = rate * g / (spread + Epsilon).Sqrt();
        if (Momentum > 0) results.Add(step = slots[^1] * Momentum + step);
        results[0] = w - step;
        return [.. results];
    }
}
