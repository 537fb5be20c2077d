namespace DeepSharp;

/// <summary>Gradient descent with momentum, as in Keras: v ← m · v − rate · g; w ← w + v, or w + m · v − rate · g with Nesterov's
/// look-ahead.</summary>
/// <remarks>The learning rate is inside the velocity, unlike in PyTorch. Slot: velocity.</remarks>
/// <param name="Momentum">m, from 0 to 1.</param>
/// <param name="Nesterov">Whether to look ahead (Y. Nesterov 1983; I. Sutskever and others 2013).</param>
public sealed record MomentumOp(double Momentum, bool Nesterov = false) : OptimizerOp
{
    private static readonly string[] s_slots = ["velocity"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => s_slots;

    private protected override Tensor[] Update(Tensor w, Tensor g, Tensor[] slots, Tensor rate)
    {
        var step = rate * g;
        var v = slots[0] * Momentum - step;
        return [w + (Nesterov ? v * Momentum - step : v), v];
    }
}
