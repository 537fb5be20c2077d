namespace DeepSharp.Layers;

/// <summary>Long short-term memory over sequences: <see cref="LSTMCell"/> at each time step.</summary>
/// <remarks>
/// [batch, time, in] → [batch, units], or [batch, time, units] with returnSequences; the states are h and c, each [batch, units]. Masked steps
/// leave the states as they are. x · kernel is done for all time steps at once.
/// </remarks>
/// <param name="units">Length of the states and of the output.</param>
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
/// <param name="peephole">Whether the gates see c, too. Keras has no such setting.</param>
[Layer]
[UnusedKey("use_cudnn", "auto", true, false), UnusedKey("implementation", 1, 2), UnusedKey("time_major", false)]
public sealed partial class LSTM(
    int units, [DefaultsTo("Activations.Tanh")] Activation? activation = null,
    [DefaultsTo("Activations.Sigmoid")] Activation? recurrentActivation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null,
    [DefaultsTo("new Initializers.Orthogonal()")] Initializer? recurrentInitializer = null,
    [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null, bool unitForgetBias = true, Regularizer? kernelRegularizer = null,
    Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0, double recurrentDropout = 0,
    int? seed = null, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false, bool unroll = false,
    bool zeroOutputForMask = false, [ExtraSetting] bool peephole = false)
    : RecurrentLayer(
        new LSTMCell(units, activation, recurrentActivation, useBias, kernelInitializer, recurrentInitializer, biasInitializer, unitForgetBias,
        kernelRegularizer, recurrentRegularizer, biasRegularizer, kernelConstraint,
        recurrentConstraint, biasConstraint, dropout, recurrentDropout, seed, peephole)
        { Name = "lstm_cell" },
        returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask);
