namespace DeepSharp;

/// <summary>Sets negative weights to zero.</summary>
[Configurable]
public sealed partial class NonNeg() : Constraint
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor weight) => weight.Relu();
}
