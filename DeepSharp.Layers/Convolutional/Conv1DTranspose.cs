namespace DeepSharp.Layers;

/// <summary>Transposed convolution over [batch, steps, channels]: enlarges its input by the strides.</summary>
/// <remarks>
/// kernel [window.., filters, in], bias [filters]. Output length: n · s for Same, (n − 1) · s + max(k, s) for Valid, with k the taps spread
/// by the dilation rate; with output padding p: (n − 1) · s + k mod 2 + p for Same, (n − 1) · s + k + p for Valid.
/// </remarks>
/// <param name="filters">Number of output channels.</param>
/// <param name="kernelSize">Lengths of the window.</param>
/// <param name="strides">Steps between windows in the output.</param>
/// <param name="padding">Valid or Same.</param>
/// <param name="outputPadding">Elements added at the end of each output axis; worked out if null.</param>
/// <param name="dilationRate">Distance between taps of the window; above 1 only with strides of 1.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
[Layer(Aliases = ["Convolution1DTranspose"])]
[UnusedKey("data_format", "channels_last"), UnusedKey("quantization_config"), UnusedKey("groups", 1)]
public sealed partial class Conv1DTranspose(
    int filters, Size1D kernelSize, [DefaultsTo("1")] Size1D? strides = null, Padding padding = Padding.Valid, int[]? outputPadding = null,
    [DefaultsTo("1")] Size1D? dilationRate = null, [DefaultsTo("Activations.Linear")] Activation? activation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null)
    : TransposedConvolutionLayer(
        filters, kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, outputPadding, (dilationRate ?? 1).ToArray(), activation, useBias,
        kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, kernelConstraint, biasConstraint);
