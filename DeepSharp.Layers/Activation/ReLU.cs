namespace DeepSharp.Layers;

/// <summary>max(x, 0), with an upper bound, a slope for small numbers, and a threshold where it begins.</summary>
/// <remarks>max where x ≥ max, x where threshold &lt; x, else slope · (x − threshold).</remarks>
/// <param name="maxValue">The largest result; without bound if null.</param>
/// <param name="negativeSlope">What is below the threshold is multiplied by this.</param>
/// <param name="threshold">Where the ramp begins.</param>
[Layer]
public sealed partial class ReLU(double? maxValue = null, double negativeSlope = 0, double threshold = 0) : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x.Relu(NegativeSlope, MaxValue, Threshold);
}
