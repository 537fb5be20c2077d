namespace DeepSharp.Layers;

/// <summary>Divides each element by a power of the energy of its neighbouring channels: y_c = x_c / (bias + α Σ x_k²)^β over |k − c| ≤ depthRadius.</summary>
/// <remarks>[batch, …, channels] → the same. As TensorFlow's <c>local_response_normalization</c>. Source: A. Krizhevsky et al., 2012, section 3.3.</remarks>
/// <param name="depthRadius">How many neighbouring channels on each side.</param>
/// <param name="bias">Added to the energy.</param>
/// <param name="alpha">Factor of the energy.</param>
/// <param name="beta">The power.</param>
[Layer]
public sealed partial class LocalResponseNormalization(int depthRadius = 5, double bias = 1, double alpha = 1, double beta = 0.5) : Layer
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => x.LocalResponseNorm(DepthRadius, Bias, Alpha, Beta);
}
