namespace DeepSharp;

/// <summary>The clipping of probabilities before their logarithm is taken.</summary>
internal static class Probabilities
{
    /// <summary>Keras' epsilon: probabilities are held within [1e-7, 1 − 1e-7], and outside there is no gradient.</summary>
    public const double Epsilon = 1e-7;

    public static Tensor Clip(Tensor p) => p.Clip(Epsilon, 1 - Epsilon);

    /// <summary>ln of the probabilities after they are made to sum to one along an axis and clipped.</summary>
    public static Tensor Log(Tensor p, int axis) => Clip(p / p.Sum(axis, keepDims: true)).Log();
}

public sealed partial class Tensor
{
    /// <summary>Cross-entropy of integer labels under probabilities, one number a label: −ln p[label].</summary>
    /// <remarks>As Keras: p is made to sum to one along the axis, then clipped to [1e-7, 1 − 1e-7]. Prefer the form from logits.</remarks>
    /// <inheritdoc cref="SparseCrossEntropyFromLogits" path="/param"/>
    /// <inheritdoc cref="SparseCrossEntropyFromLogits" path="/exception"/>
    public Tensor SparseCrossEntropy(Tensor labels, int axis = -1, int? ignoreClass = null)
    {
        var x = Fractional(this);
        if (!ClassAxis.IsLast(Shape, axis, "sparse_cross_entropy")) x = ClassAxis.ToLast(x, axis);
        return -new LabelPickOp(ignoreClass).Apply(Probabilities.Log(x, -1), Labels.Widen(labels));
    }

    /// <summary>Cross-entropy of target distributions under probabilities: −Σ t · ln p along an axis.</summary>
    /// <remarks>As Keras: p is made to sum to one along the axis, then clipped to [1e-7, 1 − 1e-7]. Prefer the form from logits.</remarks>
    /// <inheritdoc cref="CategoricalCrossEntropyFromLogits" path="/param"/>
    /// <inheritdoc cref="CategoricalCrossEntropyFromLogits" path="/exception"/>
    public Tensor CategoricalCrossEntropy(Tensor targets, int axis = -1)
    {
        var x = Fractional(this);
        var t = targets.Cast(x.DType);
        _ = Targets.Infer("categorical_cross_entropy", x.Spec, t.Spec, axis);
        return -(t * Probabilities.Log(x, axis)).Sum(axis);
    }

    /// <summary>Cross-entropy of targets in [0, 1] under probabilities, element by element: −z ln p − (1 − z) ln(1 − p).</summary>
    /// <remarks>As Keras: p is clipped to [1e-7, 1 − 1e-7]. No mean is taken. Prefer the form from logits.</remarks>
    /// <param name="targets">The targets; shapes broadcast.</param>
    public Tensor BinaryCrossEntropy(Tensor targets)
    {
        var p = Probabilities.Clip(Fractional(this));
        var z = targets.Cast(p.DType);
        return -(z * p.Log() + (1 - z) * (1 - p).Log());
    }
}
