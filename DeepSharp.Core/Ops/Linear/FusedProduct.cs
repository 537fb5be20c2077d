namespace DeepSharp;

/// <summary>
/// activation(merge(product · scale + bias, other)) in one pass, every part but the product optional; made by the fusion pass, after differentiation.
/// Inputs: the product's, then scale and bias along the last axis, then the other operand in the product's shape.
/// </summary>
/// <param name="Product">A matrix product or convolution.</param>
/// <param name="HasBias">Whether a bias along the last axis is added.</param>
/// <param name="Activation">A function of one number, or null.</param>
/// <param name="HasScale">Whether the product is multiplied by a scale along the last axis.</param>
/// <param name="Merge">A function of the result so far and another tensor of its shape, or null.</param>
internal sealed record FusedProductOp(
    Op Product, bool HasBias, ElementwiseOp? Activation, bool HasScale = false, ElementwiseOp? Merge = null) : Op
{
    public override string Name =>
        Product.Name + (HasScale ? "+scale" : "") + (HasBias ? "+bias" : "") + (Merge is null ? "" : "+" + Merge.Name)
        + (Activation is null ? "" : "+" + Activation.Name);

    public override string Family => Product.Family;

    /// <summary>The inputs behind the product's own.</summary>
    public int MoreInputs => (HasScale ? 1 : 0) + (HasBias ? 1 : 0) + (Merge is null ? 0 : 1);

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => Product.Infer(inputs[..^MoreInputs]);

    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs) => Product.Cost(inputs[..^MoreInputs], outputs);
}
