namespace DeepSharp.Layers;

/// <summary>Depthwise convolution over [batch, steps, channels]: each input channel is convolved by itself.</summary>
/// <remarks>kernel [window.., in, multiplier], bias [in · multiplier]; output channel c · multiplier + m comes from input channel c.</remarks>
/// <param name="kernelSize">Lengths of the window.</param>
/// <param name="strides">Steps between windows.</param>
/// <param name="padding">Valid, Same, or Causal, where no output sees a later input.</param>
/// <param name="depthMultiplier">Outputs for each input channel.</param>
/// <param name="dilationRate">Distance between taps of the window; above 1 only with strides of 1.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="depthwiseInitializer">First values of the kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="depthwiseRegularizer">Penalty on the kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="depthwiseConstraint">Applied to the kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class DepthwiseConv1D(
    Size1D kernelSize, [DefaultsTo("1")] Size1D? strides = null, Padding padding = Padding.Valid, int depthMultiplier = 1,
    [DefaultsTo("1")] Size1D? dilationRate = null, [DefaultsTo("Activations.Linear")] Activation? activation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? depthwiseInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    Regularizer? depthwiseRegularizer = null, Regularizer? biasRegularizer = null, Constraint? depthwiseConstraint = null, Constraint? biasConstraint = null)
    : DepthwiseConvolutionLayer(
        kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, depthMultiplier, (dilationRate ?? 1).ToArray(), activation, useBias,
        depthwiseInitializer, biasInitializer, depthwiseRegularizer, biasRegularizer, depthwiseConstraint, biasConstraint);
