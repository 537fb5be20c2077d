namespace DeepSharp;

/// <summary>dx = y · (dy − Σ y · dy) along one axis: the gradient of softmax from its result y, in one pass.</summary>
/// <param name="Axis">The axis that sums to one.</param>
public sealed record SoftmaxGradientOp(int Axis = -1) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (y, dy) = (x[0], x[1]);
        return [y * (dy - (y * dy).Sum(Axis, keepDims: true))];
    }
}
