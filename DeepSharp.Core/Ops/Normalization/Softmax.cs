namespace DeepSharp;

/// <summary>exp(x − max x) / Σ exp(x − max x) along one axis.</summary>
/// <param name="Axis">The axis that sums to one.</param>
public sealed record SoftmaxOp(int Axis = -1) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var e = (x[0] - x[0].Max(Axis, keepDims: true)).Exp();
        return [e / e.Sum(Axis, keepDims: true)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [new SoftmaxGradientOp(Axis).Apply(s.Y, s.Dy)];
}

/// <summary>x − max x − ln Σ exp(x − max x) along one axis.</summary>
/// <param name="Axis">The axis whose exponentials sum to one.</param>
public sealed record LogSoftmaxOp(int Axis = -1) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var shifted = x[0] - x[0].Max(Axis, keepDims: true).StopGradient();
        return [shifted - shifted.Exp().Sum(Axis, keepDims: true).Log()];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [s.Dy - s.Y.Exp() * s.Dy.Sum(Axis, keepDims: true)];
}

public sealed partial class Tensor
{
    /// <summary>Probabilities from scores along an axis: exp(x) / Σ exp(x), stable for scores of any size.</summary>
    public Tensor Softmax(int axis = -1) => new SoftmaxOp(Shape.Axis(axis, "softmax")).Apply(Fractional(this));

    /// <summary>ln softmax(x) along an axis, stable for scores of any size.</summary>
    public Tensor LogSoftmax(int axis = -1) => new LogSoftmaxOp(Shape.Axis(axis, "log_softmax")).Apply(Fractional(this));
}
