namespace DeepSharp;

/// <summary>
/// activation(merge(batch norm, other)) with the second reading of the data; made by the fusion pass, after differentiation. Inputs x, γ, β and
/// where there is a merge the other operand; outputs y, μ, σ².
/// </summary>
/// <param name="Norm">The normalization.</param>
/// <param name="Merge">A function of the normalized data and another tensor of its shape, or null.</param>
/// <param name="Activation">A function of one number, or null.</param>
internal sealed record FusedBatchNormOp(BatchNormOp Norm, ElementwiseOp? Merge, ElementwiseOp? Activation) : Op
{
    public override string Name => Norm.Name + (Merge is null ? "" : "+" + Merge.Name) + (Activation is null ? "" : "+" + Activation.Name);

    public override string Family => Norm.Family;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => Norm.Infer(inputs[..3]);
}

/// <summary>
/// The gradient of batch normalization and of the activation behind it, whose side of a bend is worked out again from the data; made by the
/// fusion pass. Inputs x, γ, μ, σ², the gradient of the activation's result, β; outputs dx, dγ, dβ.
/// </summary>
/// <param name="Norm">The gradient of the normalization.</param>
/// <param name="Gate">The gradient behind the activation as a function of the one before it and of the normalized data.</param>
internal sealed record FusedBatchNormGradientOp(BatchNormGradientOp Norm, ElementwiseOp Gate) : Op
{
    public override string Name => Gate.Name + "+" + Norm.Name;

    public override string Family => Norm.Family;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => Norm.Infer(inputs[..5]);
}
