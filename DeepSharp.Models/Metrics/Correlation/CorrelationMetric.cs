namespace DeepSharp;

/// <summary>What the correlations share: variances and covariance of targets and predictions along axes, averaged over the rest.</summary>
/// <param name="axis">The axes of the values that belong together.</param>
public abstract class CorrelationMetric(Axes axis) : MeanMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <summary>The coefficient from covariance, variances and the difference of the means.</summary>
    private protected abstract Tensor Coefficient(Tensor covariance, Tensor varianceTrue, Tensor variancePred, Tensor difference);

    /// <inheritdoc/>
    protected sealed override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        var (t, p) = Ranks.Align(yTrue, yPred);
        if (!t.Shape.Matches(p.Shape))
            throw new ShapeMismatchException($"{TypeName} expects targets of the predictions' shape {yPred.Shape} but got {yTrue.Shape}.");
        (t, p) = (t.Cast(DType.Float64), p.Cast(DType.Float64));
        Tensor meanT = t.Mean(axis, keepDims: true), meanP = p.Mean(axis, keepDims: true);
        var difference = (meanT - meanP).Sum(axis);     // each axis has length one
        (t, p) = (t - meanT, p - meanP);
        return Coefficient((t * p).Mean(axis), t.Square().Mean(axis), p.Square().Mean(axis), difference);
    }
}
