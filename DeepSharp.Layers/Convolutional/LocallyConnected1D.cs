namespace DeepSharp.Layers;

/// <summary>A convolution over [batch, steps, channels] with a kernel of its own at every place.</summary>
/// <remarks>kernel [places, window · in, filters], bias [places.., filters], as in Keras 2 (<c>implementation=1</c>). Output length ⌊(n − k) / s⌋ + 1.</remarks>
/// <param name="filters">Number of output channels.</param>
/// <param name="kernelSize">Lengths of the window.</param>
/// <param name="strides">Steps between windows.</param>
/// <param name="padding">Valid.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
[Layer]
[UnusedKey("data_format", "channels_last"), UnusedKey("implementation", 1)]
public sealed partial class LocallyConnected1D(
    int filters, Size1D kernelSize, [DefaultsTo("1")] Size1D? strides = null, Padding padding = Padding.Valid,
    [DefaultsTo("Activations.Linear")] Activation? activation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null, [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null)
    : LocallyConnectedLayer(
        filters, kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, activation, useBias,
        kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, kernelConstraint, biasConstraint);
