namespace DeepSharp.Layers;

/// <summary>x where x &gt; 0, else slope · x.</summary>
/// <param name="negativeSlope">What negative numbers are multiplied by; the function <c>leaky_relu</c> has 0.2.</param>
[Layer]
public sealed partial class LeakyReLU(double negativeSlope = 0.3) : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x.LeakyRelu(NegativeSlope);
}
