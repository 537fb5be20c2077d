namespace DeepSharp;

/// <summary>
/// Batch normalization with the batch's own statistics: y = (x − μ) / √(σ² + ε) · γ + β for each channel, where μ and σ² are the mean and the
/// biased variance over all other axes. Inputs x, γ [channels], β [channels]; outputs y, μ, σ². Where x has 16 bits, γ and β may be float32, and
/// so are then μ and σ².
/// </summary>
/// <param name="Axis">The axis of the channels, from the front.</param>
/// <param name="Epsilon">ε.</param>
public sealed record BatchNormOp(int Axis, double Epsilon) : Op, IMixedData
{
    /// <inheritdoc/>
    ReadOnlySpan<int> IMixedData.DataInputs => [0];

    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var x = inputs[0];
        if (x.Shape.Rank < 2) throw new ShapeMismatchException($"[{Name}] expects data with a batch and a channel axis but got {x.Shape}.");
        Shape channels = [x.Shape[x.Shape.Axis(Axis, Name)]];
        Moments.RequireMixed(Name, x, channels, ("gamma", inputs[1]), ("beta", inputs[2]));
        return [x, new(channels, inputs[1].DType), new(channels, inputs[1].DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        if (x[0].DType != x[1].DType) return Moments.ComposeWide(this, x);
        var shape = x[0].Shape;
        Shape channels = [shape[Axis]];
        var (centered, mean, variance) = Moments.Of(x[0], Moments.AllBut(Axis, shape.Rank));
        var scale = Moments.Along(x[1], shape, Axis) * (variance + Epsilon).Rsqrt();
        return [centered * scale + Moments.Along(x[2], shape, Axis), mean.Reshape(channels), variance.Reshape(channels)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var (x, mean, variance) = (s.X, s.Ys[1], s.Ys[2]);
        var type = x.DType;
        var g = new BatchNormGradientOp(Axis, Epsilon).ApplyAll(x, s.Xs[1], mean, variance, s.Dy);
        // The statistics are outputs too: whoever differentiates through them adds to the gradient of x.
        double each = (double)x.Shape[Axis] / x.Count;
        var dx = g[0];
        if ((s.Dys[1] ?? s.Dys[2]) is not null) (x, dx) = (x.Cast(mean.DType), dx.Cast(mean.DType));
        if (s.Dys[1] is { } dMean) dx += Moments.Along(dMean * each, x.Shape, Axis);
        if (s.Dys[2] is { } dVariance) dx += (x - Moments.Along(mean, x.Shape, Axis)) * Moments.Along(dVariance * (2 * each), x.Shape, Axis);
        return [dx.Cast(type), g[1], g[2]];
    }
}

/// <summary>
/// The gradient of batch normalization. Inputs x, γ, μ, σ², dy; outputs dx, dγ, dβ, with n elements for each channel, x̂ = (x − μ)/√(σ² + ε):
/// dβ = Σ dy, dγ = Σ dy·x̂, dx = γ/√(σ² + ε) · (dy − dβ/n − x̂·dγ/n). Where x and dy have 16 bits, the rest may be float32.
/// </summary>
/// <param name="Axis">The axis of the channels, from the front.</param>
/// <param name="Epsilon">ε.</param>
public sealed record BatchNormGradientOp(int Axis, double Epsilon) : Op, IMixedData
{
    /// <inheritdoc/>
    ReadOnlySpan<int> IMixedData.DataInputs => [0, 4];

    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var x = inputs[0];
        Shape channels = [x.Shape[x.Shape.Axis(Axis, Name)]];
        Moments.RequireMixed(Name, x, channels, ("gamma", inputs[1]), ("mean", inputs[2]), ("variance", inputs[3]));
        Moments.Require(Name, x, x.Shape, ("dy", inputs[4]));
        return [x, inputs[1], inputs[1]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        if (x[0].DType != x[1].DType) return Moments.ComposeWide(this, x);
        var (shape, dy) = (x[0].Shape, x[4]);
        var others = Moments.AllBut(Axis, shape.Rank);
        double each = (double)shape[Axis] / x[0].Count;
        var inverse = (x[3] + Epsilon).Rsqrt();
        var normal = (x[0] - Moments.Along(x[2], shape, Axis)) * Moments.Along(inverse, shape, Axis);
        var (dBeta, dGamma) = (dy.Sum(others), (dy * normal).Sum(others));
        var inner = dy - Moments.Along(dBeta * each, shape, Axis) - normal * Moments.Along(dGamma * each, shape, Axis);
        return [Moments.Along(x[1] * inverse, shape, Axis) * inner, dGamma, dBeta];
    }
}

/// <summary>
/// Batch normalization with given statistics: y = (x − μ) / √(σ² + ε) · γ + β for each channel, in one product and one sum. Inputs x, μ, σ², and
/// where they are used γ and β, all [channels].
/// </summary>
/// <param name="Axis">The channel axis, from the front.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Scales">Whether γ is given.</param>
/// <param name="Shifts">Whether β is given.</param>
public sealed record BatchNormInferenceOp(int Axis, double Epsilon, bool Scales = true, bool Shifts = true) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var scale = (x[2] + Epsilon).Rsqrt();
        if (Scales) scale = x[3] * scale;
        var shift = Shifts ? x[^1] - x[1] * scale : -(x[1] * scale);
        return [x[0] * Moments.Along(scale, x[0].Shape, Axis) + Moments.Along(shift, x[0].Shape, Axis)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Normalizes each channel to mean β and deviation γ with the statistics of this batch, as in training.</summary>
    /// <param name="gamma">γ [channels]; ones if not given.</param>
    /// <param name="beta">β [channels]; zeros if not given.</param>
    /// <param name="axis">The axis of the channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="mask">Which places count in the statistics, as bool over the leading axes of this tensor; all if not given.</param>
    /// <returns>The normalized tensor and the batch's mean and biased variance [channels].</returns>
    /// <exception cref="ShapeMismatchException">A parameter does not fit the channels, or the mask the data.</exception>
    /// <exception cref="DTypeMismatchException">The elements are not floating, or a parameter's type differs.</exception>
    public (Tensor Y, Tensor Mean, Tensor Variance) BatchNorm(
        Tensor? gamma = null, Tensor? beta = null, int axis = -1, double epsilon = 1e-3, Tensor? mask = null)
    {
        axis = Shape.Axis(axis, "batch_norm");
        (gamma, beta) = (Moments.Or(gamma, 1, [Shape[axis]], this), Moments.Or(beta, 0, [Shape[axis]], this));
        var results = mask is null
            ? new BatchNormOp(axis, epsilon).ApplyAll(this, gamma, beta)
            : new MaskedBatchNormOp(axis, epsilon).ApplyAll(this, gamma, beta, mask);
        return (results[0], results[1], results[2]);
    }

    /// <summary>Normalizes each channel with given statistics, as in inference: x · scale + shift with scale = γ / √(σ² + ε), shift = β − μ · scale.</summary>
    /// <param name="mean">μ [channels].</param>
    /// <param name="variance">σ² [channels].</param>
    /// <param name="gamma">γ [channels]; ones if not given.</param>
    /// <param name="beta">β [channels]; zeros if not given.</param>
    /// <param name="axis">The axis of the channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">A parameter does not fit the channels.</exception>
    public Tensor BatchNormInference(
        Tensor mean, Tensor variance, Tensor? gamma = null, Tensor? beta = null, int axis = -1, double epsilon = 1e-3)
    {
        axis = Shape.Axis(axis, "batch_norm");
        Moments.Require("batch_norm", Spec, [Shape[axis]],
            ("mean", mean.Spec), ("variance", variance.Spec), ("gamma", (gamma ?? mean).Spec), ("beta", (beta ?? mean).Spec));
        List<Tensor> inputs = [this, mean, variance];
        if (gamma is not null) inputs.Add(gamma);
        if (beta is not null) inputs.Add(beta);
        return new BatchNormInferenceOp(axis, epsilon, gamma is not null, beta is not null).Apply([.. inputs]);
    }
}
