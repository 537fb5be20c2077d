namespace DeepSharp;

/// <summary>activation(product + bias) in one pass; made by the fusion pass, after differentiation.</summary>
/// <param name="Product">A matrix product or convolution.</param>
/// <param name="HasBias">Whether the last input is a bias along the last axis.</param>
/// <param name="Activation">A function of one number, or null.</param>
internal sealed record FusedProductOp(Op Product, bool HasBias, ElementwiseOp? Activation) : Op
{
    public override string Name => Product.Name + (HasBias ? "+bias" : "") + (Activation is null ? "" : "+" + Activation.Name);

    public override string Family => Product.Family;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => Product.Infer(HasBias ? inputs[..^1] : inputs);

    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs) =>
        Product.Cost(HasBias ? inputs[..^1] : inputs, outputs);
}
