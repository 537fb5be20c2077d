namespace DeepSharp.Layers;

/// <summary>Convolution over [batch, height, width, channels]: y = activation(x ⋆ kernel + bias).</summary>
/// <remarks>
/// kernel [window.., in / groups, filters], bias [filters]. Output length: ⌊(n − k) / s⌋ + 1 for Valid, ⌈n / s⌉ for Same, with k the taps
/// spread by the dilation rate.
/// </remarks>
/// <param name="filters">Number of output channels.</param>
/// <param name="kernelSize">Lengths of the window.</param>
/// <param name="strides">Steps between windows.</param>
/// <param name="padding">Valid or Same.</param>
/// <param name="dilationRate">Distance between taps of the window; above 1 only with strides of 1.</param>
/// <param name="groups">Into how many separate convolutions the channels are divided.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
[Layer(Aliases = ["Convolution2D"])]
[UnusedKey("data_format", "channels_last"), UnusedKey("quantization_config")]
public sealed partial class Conv2D(
    int filters, Size2D kernelSize, [DefaultsTo("1")] Size2D? strides = null, Padding padding = Padding.Valid,
    [DefaultsTo("1")] Size2D? dilationRate = null, int groups = 1, [DefaultsTo("Activations.Linear")] Activation? activation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null)
    : ConvolutionLayer(
        filters, kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, (dilationRate ?? 1).ToArray(), groups, activation, useBias,
        kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, kernelConstraint, biasConstraint);
