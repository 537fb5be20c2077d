namespace DeepSharp;

/// <summary>The identity; gradients do not pass.</summary>
public sealed record StopGradientOp : ViewOp
{
    /// <inheritdoc/>
    public override string Family => "Autodiff";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null];

    internal override (long Offset, long[] Strides)? TryView(Tensor input, Shape output) => (input.Offset, input.Strides);
}

/// <summary>The identity as a tensor of its own, so that a tape can tell it from its source.</summary>
public sealed record IdentityOp : ViewOp
{
    /// <inheritdoc/>
    public override string Family => "Autodiff";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [s.Dy];

    internal override (long Offset, long[] Strides)? TryView(Tensor input, Shape output) => (input.Offset, input.Strides);
}

public sealed partial class Tensor
{
    /// <summary>The same values as a constant for differentiation: d/dx StopGradient(x) = 0.</summary>
    public Tensor StopGradient() => new StopGradientOp().Apply(this);

    /// <summary>The same values as a new tensor of the tape.</summary>
    internal Tensor Alias() => new IdentityOp().Apply(this);
}
