namespace DeepSharp;

/// <summary>−ln softmax(x)[label] for integer labels: ln Σ exp(x − max x) − (x[label] − max x), one number a label.</summary>
/// <remarks>
/// Inputs are logits and labels (int32 or int64) of the logits' shape without <paramref name="Axis"/>. A label outside the classes is an
/// error.
/// </remarks>
/// <param name="Axis">The axis of the classes.</param>
/// <param name="IgnoreClass">A label whose loss and gradient are 0; it may lie outside the classes.</param>
public sealed record SparseCrossEntropyFromLogitsOp(int Axis = -1, int? IgnoreClass = null) : Op
{
    /// <inheritdoc/>
    public override string Family => "Losses";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        [Labels.Infer(Name, ClassAxis.Last(inputs[0], Axis, Name), inputs[1])];

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x) => ClassAxis.IsLast(x[0].Shape, Axis, Name)
        ? [-new LabelPickOp(IgnoreClass).Apply(x[0].LogSoftmax(), x[1])]
        : [new SparseCrossEntropyFromLogitsOp(-1, IgnoreClass).Apply(ClassAxis.ToLast(x[0], Axis), x[1])];

    /// <inheritdoc/>
    public override Tensor?[]? Gradient(GradientScope s) =>
        ClassAxis.IsLast(s.X.Shape, Axis, Name) ? [new SparseCrossEntropyGradientOp(IgnoreClass).Apply(s.X, s.Xs[1], s.Dy), null] : null;
}

/// <summary>(softmax(x) − onehot(label)) · dy over the last axis of x: the gradient of
/// <see cref="SparseCrossEntropyFromLogitsOp"/>.</summary>
/// <remarks>Inputs are logits [.., classes], labels [..] and dy [..].</remarks>
/// <param name="IgnoreClass">A label whose gradient is 0.</param>
public sealed record SparseCrossEntropyGradientOp(int? IgnoreClass = null) : Op
{
    /// <inheritdoc/>
    public override string Family => "Losses";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var loss = Labels.Infer(Name, inputs[0], inputs[1]);
        return loss.DType == inputs[2].DType && loss.Shape.Matches(inputs[2].Shape) ? [inputs[0]]
            : throw new ShapeMismatchException($"[{Name}] the arriving gradient must be {loss} but is {inputs[2]}.");
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (logits, labels) = (x[0], x[1]);
        var target = Labels.OneHot(labels, logits.Shape[^1], null).Cast(logits.DType);
        return [(logits.Softmax() - target) * Labels.Keep(x[2], labels, IgnoreClass).ExpandDims(-1)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Cross-entropy of integer labels under softmax(this), one number a label: −ln softmax(x)[label].</summary>
    /// <param name="labels">int32 or int64 (uint8 is cast), of this tensor's shape without <paramref name="axis"/>.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <param name="ignoreClass">A label whose loss and gradient are 0.</param>
    /// <exception cref="InvalidValueException">A label is outside the classes.</exception>
    /// <exception cref="ShapeMismatchException">The labels' shape does not fit.</exception>
    public Tensor SparseCrossEntropyFromLogits(Tensor labels, int axis = -1, int? ignoreClass = null) =>
        new SparseCrossEntropyFromLogitsOp(Shape.Axis(axis, "sparse_cross_entropy_from_logits"), ignoreClass)
            .Apply(Fractional(this), Labels.Widen(labels));
}
