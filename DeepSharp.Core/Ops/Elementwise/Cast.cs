namespace DeepSharp;

/// <summary>Changes the element type. Floats to integers cut off the fraction; anything non-zero is true.</summary>
/// <param name="To">The new element type.</param>
public sealed record CastOp(DType To) : ElementwiseOp
{
    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape, To)];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [s.X.DType.IsFloating && To.IsFloating ? s.Dy.Cast(s.X.DType) : null];

    internal override TResult Accept<TResult>(IElementwiseVisitor<TResult> visitor) => visitor.Cast(this);
}

public sealed partial class Tensor
{
    /// <summary>These values as another element type; itself when it has that type already.</summary>
    public Tensor Cast(DType dtype) =>
        dtype == DType ? this
        : DType == DType.BFloat16 && dtype != DType.Float32 ? Cast(DType.Float32).Cast(dtype)
        : new CastOp(dtype).Apply(this);
}
