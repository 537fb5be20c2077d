namespace DeepSharp;

/// <summary>Plain gradient descent: w − rate · g.</summary>
public sealed record SgdOp : OptimizerOp
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames() => [];

    internal override bool RestsWithoutGradient => true;

    private protected override Tensor[] Update(Tensor w, Tensor g, Tensor[] slots, Tensor rate) => [w - rate * g];
}
