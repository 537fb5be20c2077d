namespace DeepSharp;

/// <summary>The entry of each row that an integer label names: y[i] = x[i, label[i]] over the last axis of x.</summary>
/// <remarks>Inputs are x [.., classes] and labels [..], int32 or int64; the output is [..]. A label outside the classes is an
/// error.</remarks>
/// <param name="IgnoreClass">A label whose rows give 0 and get no gradient; it may lie outside the classes.</param>
public sealed record LabelPickOp(int? IgnoreClass = null) : Op
{
    /// <inheritdoc/>
    public override string Family => "Losses";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [Labels.Infer(Name, inputs[0], inputs[1])];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        if (!s.Needs(0)) return [null, null];
        var hit = Labels.OneHot(s.Xs[1], s.X.Shape[^1], IgnoreClass);
        return [Tensor.Where(hit, s.Dy.ExpandDims(-1), s.Dy.ScalarLike(0)), null];
    }
}
