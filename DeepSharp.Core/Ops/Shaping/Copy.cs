namespace DeepSharp;

/// <summary>A dense copy in row-major order.</summary>
public sealed record CopyOp : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [s.Dy];
}

public sealed partial class Tensor
{
    /// <summary>These values dense in row-major order; itself when they are so already.</summary>
    internal Tensor Contiguous() => Dispatch.Contiguous(this);
}
