namespace DeepSharp.Layers;

/// <summary>Separable convolution over [batch, steps, channels]: each channel by itself, then a mix of the channels.</summary>
/// <remarks>depthwise kernel [window.., in, multiplier], pointwise kernel [1.., in · multiplier, filters], bias [filters].</remarks>
/// <param name="filters">Number of output channels.</param>
/// <param name="kernelSize">Lengths of the window.</param>
/// <param name="strides">Steps between windows.</param>
/// <param name="padding">Valid, Same, or Causal, where no output sees a later input.</param>
/// <param name="dilationRate">Distance between taps of the window; above 1 only with strides of 1.</param>
/// <param name="depthMultiplier">Depthwise outputs for each input channel.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="depthwiseInitializer">First values of the depthwise kernel.</param>
/// <param name="pointwiseInitializer">First values of the pointwise kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="depthwiseRegularizer">Penalty on the depthwise kernel.</param>
/// <param name="pointwiseRegularizer">Penalty on the pointwise kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="depthwiseConstraint">Applied to the depthwise kernel after each step.</param>
/// <param name="pointwiseConstraint">Applied to the pointwise kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
[Layer(Aliases = ["SeparableConvolution1D"])]
[UnusedKey("data_format", "channels_last")]
public sealed partial class SeparableConv1D(
    int filters, Size1D kernelSize, [DefaultsTo("1")] Size1D? strides = null, Padding padding = Padding.Valid,
    [DefaultsTo("1")] Size1D? dilationRate = null, int depthMultiplier = 1, [DefaultsTo("Activations.Linear")] Activation? activation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? depthwiseInitializer = null,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? pointwiseInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    Regularizer? depthwiseRegularizer = null, Regularizer? pointwiseRegularizer = null, Regularizer? biasRegularizer = null,
    Constraint? depthwiseConstraint = null, Constraint? pointwiseConstraint = null, Constraint? biasConstraint = null)
    : SeparableConvolutionLayer(
        filters, kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, (dilationRate ?? 1).ToArray(), depthMultiplier, activation, useBias,
        depthwiseInitializer, pointwiseInitializer, biasInitializer, depthwiseRegularizer, pointwiseRegularizer, biasRegularizer,
        depthwiseConstraint, pointwiseConstraint, biasConstraint);
