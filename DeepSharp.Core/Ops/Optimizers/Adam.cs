namespace DeepSharp;

/// <summary>Adam: m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂); w ← w − α · m / (√v + ε).</summary>
/// <remarks>
/// The scalar input is α = rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ), with t counted from 1, so ε stands outside the root and is not bias-corrected, as
/// in Keras.
/// AMSGrad: v̂ ← max(v̂, v) stands for v in the root. Slots: momentum, velocity, and velocity_hat with AMSGrad. AdamW is this op
/// after the decoupled decay of the variable. Sources: D. Kingma and J. Ba 2014; S. Reddi and others 2018.
/// </remarks>
/// <param name="Beta1">β₁, the decay of the mean.</param>
/// <param name="Beta2">β₂, the decay of the mean square.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Amsgrad">Whether the divisor may only grow.</param>
public sealed record AdamOp(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-7, bool Amsgrad = false) : OptimizerOp
{
    private static readonly string[] s_slots = ["momentum", "velocity"], s_amsgradSlots = ["momentum", "velocity", "velocity_hat"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => Amsgrad ? s_amsgradSlots : s_slots;

    /// <summary>α for the step <paramref name="t"/> (a scalar, from 1) at a learning rate.</summary>
    public Tensor Alpha(Tensor rate, Tensor t)
    {
        // β as a whole power of t by exp(t ln β); 1 − βᵗ through expm1 keeps its digits when β is near 1.
        var (one, two) = (-(t * Math.Log(Beta1)).Expm1(), -(t * Math.Log(Beta2)).Expm1());
        return rate * two.Sqrt() / one;
    }

    private protected override Tensor[] Update(Tensor w, Tensor g, Tensor[] slots, Tensor rate)
    {
        var m = slots[0] + (g - slots[0]) * (1 - Beta1);
        var v = slots[1] + (g * g - slots[1]) * (1 - Beta2);
        var divisor = Amsgrad ? Tensor.Maximum(slots[2], v) : v;
        var updated = w - rate * m / (divisor.Sqrt() + Epsilon);
        return Amsgrad ? [updated, m, v, divisor] : [updated, m, v];
    }
}
