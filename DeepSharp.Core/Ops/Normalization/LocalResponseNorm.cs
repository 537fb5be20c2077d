namespace DeepSharp;

/// <summary>Each element divided by a power of the energy of its neighbours along the last axis: y_c = x_c / (bias + α Σ x_k²)^β over |k − c| ≤ radius.</summary>
/// <remarks>As TensorFlow's <c>local_response_normalization</c>: the sum is not divided by its length. Source: A. Krizhevsky et al., 2012, section 3.3.</remarks>
/// <param name="DepthRadius">How many neighbours on each side.</param>
/// <param name="Bias">Added to the energy.</param>
/// <param name="Alpha">Factor of the energy.</param>
/// <param name="Beta">The power.</param>
public sealed record LocalResponseNormOp(int DepthRadius = 5, double Bias = 1, double Alpha = 1, double Beta = 0.5) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Domains.Require(Name, FnDomain.Floating, inputs[0].DType);
        if (DepthRadius < 0) throw new InvalidValueException($"[{Name}] the depth radius must be zero or more but is {DepthRadius}.");
        inputs[0].Shape.Axis(-1, Name);
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        int channels = x[0].Shape[^1];
        if (channels == 0) return [x[0].Alias()];
        var energy = new ResampleOp(x[0].Rank - 1, new NeighbourSumTaps(channels, DepthRadius)).Apply(x[0].Square());
        return [x[0] * (energy * Alpha + Bias).Pow(-Beta)];
    }
}

/// <summary>The sum of the inputs at most a radius away, as weights along an axis.</summary>
/// <param name="Length">The number of inputs and of outputs.</param>
/// <param name="Radius">How far.</param>
public sealed record NeighbourSumTaps(int Length, int Radius) : AxisTaps(Length, Length)
{
    /// <inheritdoc/>
    public override int Most => (int)Math.Min(Length, 2L * Radius + 1);

    /// <inheritdoc/>
    public override (int First, int Count) Write(int output, Span<double> weights)
    {
        int first = Math.Max(0, output - Radius), end = (int)Math.Min(Length, (long)output + Radius + 1);
        weights[..(end - first)].Fill(1);
        return (first, end - first);
    }
}

public sealed partial class Tensor
{
    /// <summary>Divides each element by a power of the energy of its neighbours along the last axis: y_c = x_c / (bias + α Σ x_k²)^β.</summary>
    /// <param name="depthRadius">How many neighbours on each side.</param>
    /// <param name="bias">Added to the energy.</param>
    /// <param name="alpha">Factor of the energy.</param>
    /// <param name="beta">The power.</param>
    /// <exception cref="DTypeMismatchException">The elements are not float32 or float64.</exception>
    /// <exception cref="InvalidValueException">The radius is negative.</exception>
    public Tensor LocalResponseNorm(int depthRadius = 5, double bias = 1, double alpha = 1, double beta = 0.5) =>
        new LocalResponseNormOp(depthRadius, bias, alpha, beta).Apply(this);
}
