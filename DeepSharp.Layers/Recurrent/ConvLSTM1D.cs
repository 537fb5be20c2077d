namespace DeepSharp.Layers;

/// <summary>A long short-term memory whose products are convolutions, over [batch, time, steps, channels].</summary>
/// <remarks>
/// Shi and others 2015. As <see cref="LSTM"/>, with x ⋆ kernel (strides, padding and dilation as given) and h ⋆ recurrentKernel (padding Same) in
/// place of the matrix products. Output and states are [batch, steps, filters], the output [batch, time, steps, filters] with
/// returnSequences; kernel [window.., in, 4 filters], recurrent kernel [window.., filters, 4 filters], bias [4 filters].
/// </remarks>
/// <param name="filters">Number of output channels.</param>
/// <param name="kernelSize">Lengths of the windows.</param>
/// <param name="strides">Steps between the windows over x.</param>
/// <param name="padding">Valid or Same, for x.</param>
/// <param name="dilationRate">Distance between taps of the windows over x.</param>
/// <param name="activation">Applied to the candidate and to c.</param>
/// <param name="recurrentActivation">Applied to the gates.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="recurrentInitializer">First values of the recurrent kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="unitForgetBias">Whether the forget gate's bias begins with 1.</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="recurrentRegularizer">Penalty on the recurrent kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="recurrentConstraint">Applied to the recurrent kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
/// <param name="dropout">The part of the inputs that is dropped in training, 0 to 1; one mask for all time steps.</param>
/// <param name="recurrentDropout">The part of the recurrent inputs that is dropped in training, 0 to 1; one mask for all time steps.</param>
/// <param name="seed">Makes the dropout repeatable; a new seed is taken if null.</param>
/// <param name="returnSequences">Whether the outputs of all time steps are given, [batch, time, …], and not only the last.</param>
/// <param name="returnState">Whether the states after the last step are given too.</param>
/// <param name="goBackwards">Whether time runs from the last step to the first; the outputs stand in this order too.</param>
/// <param name="stateful">Whether each batch begins with the states the batch before ended with; needs a fixed batch size.</param>
/// <param name="unroll">Accepted for Keras' sake; a scan runs either way, with the same results.</param>
/// <param name="zeroOutputForMask">Whether the output of a masked step is zero, and not the one before it again.</param>
[Layer]
[UnusedKey("data_format", "channels_last")]
public sealed partial class ConvLSTM1D(
    int filters, Size1D kernelSize, [DefaultsTo("1")] Size1D? strides = null, Padding padding = Padding.Valid,
    [DefaultsTo("1")] Size1D? dilationRate = null, [DefaultsTo("Activations.Tanh")] Activation? activation = null,
    [DefaultsTo("Activations.Sigmoid")] Activation? recurrentActivation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null,
    [DefaultsTo("new Initializers.Orthogonal()")] Initializer? recurrentInitializer = null,
    [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null, bool unitForgetBias = true, Regularizer? kernelRegularizer = null,
    Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0, double recurrentDropout = 0,
    int? seed = null, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false, bool unroll = false,
    bool zeroOutputForMask = false)
    : RecurrentLayer(
        new ConvLSTMCell(new(kernelSize.ToArray(), (strides ?? 1).ToArray(), (dilationRate ?? 1).ToArray()), filters, padding)
        {
            Activation = activation ?? Activations.Tanh,
            RecurrentActivation = recurrentActivation ?? Activations.Sigmoid,
            UseBias = useBias,
            KernelInitializer = kernelInitializer ?? new Initializers.GlorotUniform(),
            RecurrentInitializer = recurrentInitializer ?? new Initializers.Orthogonal(),
            BiasInitializer = LSTMGates.Bias(biasInitializer ?? new Initializers.Zeros(), unitForgetBias),
            KernelRegularizer = kernelRegularizer,
            RecurrentRegularizer = recurrentRegularizer,
            BiasRegularizer = biasRegularizer,
            KernelConstraint = kernelConstraint,
            RecurrentConstraint = recurrentConstraint,
            BiasConstraint = biasConstraint,
            Dropout = new("ConvLSTM1D", dropout, recurrentDropout, 4, seed),
        },
        returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask);
