namespace DeepSharp;

/// <summary>−Σ t · ln softmax(x) along one axis, for targets t that are one-hot or any other weights of the classes.</summary>
/// <remarks>Inputs are logits and targets of one shape and type; the output lacks <paramref name="Axis"/>.</remarks>
/// <param name="Axis">The axis of the classes.</param>
public sealed record CategoricalCrossEntropyFromLogitsOp(int Axis = -1) : Op
{
    /// <inheritdoc/>
    public override string Family => "Losses";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        [new(Targets.Infer(Name, inputs[0], inputs[1], Axis), inputs[0].DType)];

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x) => ClassAxis.IsLast(x[0].Shape, Axis, Name)
        ? [-(x[1] * x[0].LogSoftmax()).Sum(-1)]
        : [new CategoricalCrossEntropyFromLogitsOp(-1).Apply(ClassAxis.ToLast(x[0], Axis), ClassAxis.ToLast(x[1], Axis))];

    /// <inheritdoc/>
    public override Tensor?[]? Gradient(GradientScope s)
    {
        if (!ClassAxis.IsLast(s.X.Shape, Axis, Name)) return null;
        return [
            s.Needs(0) ? new CategoricalCrossEntropyGradientOp().Apply(s.X, s.Xs[1], s.Dy) : null,
            s.Needs(1) ? -s.X.LogSoftmax() * s.Dy.ExpandDims(-1) : null];
    }
}

/// <summary>(softmax(x) · Σ t − t) · dy over the last axis: the gradient of <see cref="CategoricalCrossEntropyFromLogitsOp"/> for the
/// logits.</summary>
/// <remarks>Inputs are logits [.., classes], targets [.., classes] and dy [..].</remarks>
public sealed record CategoricalCrossEntropyGradientOp : Op
{
    /// <inheritdoc/>
    public override string Family => "Losses";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var loss = Targets.Infer(Name, inputs[0], inputs[1], -1);
        return inputs[2].DType == inputs[0].DType && loss.Matches(inputs[2].Shape) ? [inputs[0]]
            : throw new ShapeMismatchException(
                $"[{Name}] the arriving gradient must be {inputs[0].DType.KerasName} {loss} but is {inputs[2]}.");
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x) =>
        [(x[0].Softmax() * x[1].Sum(-1, keepDims: true) - x[1]) * x[2].ExpandDims(-1)];
}

public sealed partial class Tensor
{
    /// <summary>Cross-entropy of target distributions under softmax(this): −Σ t · ln softmax(x) along an axis.</summary>
    /// <param name="targets">One-hot or soft targets of this tensor's shape.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public Tensor CategoricalCrossEntropyFromLogits(Tensor targets, int axis = -1)
    {
        var x = Fractional(this);
        return new CategoricalCrossEntropyFromLogitsOp(Shape.Axis(axis, "categorical_cross_entropy_from_logits"))
            .Apply(x, targets.Cast(x.DType));
    }
}
