namespace DeepSharp;

/// <summary>Adagrad: a ← a + g²; w ← w − rate · g / √(a + ε).</summary>
/// <remarks>Slot: accumulator. ε stands inside the root, as in Keras. Source: J. Duchi and others, JMLR 12 (2011).</remarks>
/// <param name="Epsilon">ε.</param>
public sealed record AdagradOp(double Epsilon = 1e-7) : OptimizerOp
{
    private static readonly string[] s_slots = ["accumulator"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => s_slots;

    /// <summary>Without ε the step of an element whose accumulator is zero would be 0 / 0.</summary>
    internal override bool RestsWithoutGradient => Epsilon > 0;

    private protected override Tensor[] Update(Tensor w, Tensor g, Tensor[] slots, Tensor rate)
    {
        var a = slots[0] + g * g;
        return [w - rate * g / (a + Epsilon).Sqrt(), a];
    }
}
