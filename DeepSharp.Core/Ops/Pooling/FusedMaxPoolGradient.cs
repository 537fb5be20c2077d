namespace DeepSharp;

/// <summary>
/// The gradients of max pooling and of the relu that made its data, in one pass; made by the fusion pass. Inputs: x, which relu made, and dy.
/// </summary>
/// <param name="Pool">The gradient of the pooling.</param>
internal sealed record FusedMaxPoolGradientOp(MaxPoolGradientOp Pool) : Op
{
    public override string Name => Pool.Name + "+relu_gradient";

    public override string Family => Pool.Family;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => Pool.Infer(inputs);

    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs) => Pool.Cost(inputs, outputs);
}
