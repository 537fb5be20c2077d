namespace DeepSharp;

/// <summary>
/// Batch normalization whose statistics count some places only: μ = Σ m·x / (Σ m + 10⁻⁷), σ² = Σ m·(x − μ)² / (Σ m + 10⁻⁷). All places are
/// normalized. Inputs x, γ, β and the mask m, bool over leading axes of x; outputs y, μ, σ².
/// </summary>
/// <param name="Axis">The axis of the channels, from the front; none of the mask's.</param>
/// <param name="Epsilon">ε.</param>
public sealed record MaskedBatchNormOp(int Axis, double Epsilon) : Op
{
    private const double Tiny = 1e-7;

    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var mask = inputs[3];
        var outputs = new BatchNormOp(Axis, Epsilon).Infer(inputs[..3]);
        if (mask.DType != DType.Bool) throw new DTypeMismatchException($"[{Name}] the mask must be bool but is {mask}. Compare it with something first.");
        var shape = inputs[0].Shape;
        if (mask.Shape.Rank > Axis || !mask.Shape.Matches(shape[..mask.Shape.Rank]))
            throw new ShapeMismatchException($"[{Name}] the mask {mask.Shape} must cover leading axes of the data {shape} before its channel axis {Axis}.");
        return outputs;
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var shape = x[0].Shape;
        Shape channels = [shape[Axis]];
        int[] others = Moments.AllBut(Axis, shape.Rank);
        var weights = x[3].Cast(x[0].DType);
        while (weights.Rank < shape.Rank) weights = weights.ExpandDims(-1);
        // Axes beyond the mask's count as often as they are long.
        double repeats = 1;
        for (int i = x[3].Rank; i < shape.Rank; i++) repeats *= i == Axis ? 1 : shape[i];
        var count = weights.Sum(others, keepDims: true) * repeats + Tiny;
        var mean = (x[0] * weights).Sum(others, keepDims: true) / count;
        var centered = x[0] - mean;
        var variance = (centered.Square() * weights).Sum(others, keepDims: true) / count;
        var scale = Moments.Along(x[1], shape, Axis) * (variance + Epsilon).Rsqrt();
        return [centered * scale + Moments.Along(x[2], shape, Axis), mean.Reshape(channels), variance.Reshape(channels)];
    }
}
