namespace DeepSharp.Layers;

/// <summary>One step of a long short-term memory: c = f ⊙ c + i ⊙ tanh(z), h = o ⊙ tanh(c); the output is h.</summary>
/// <remarks>
/// Hochreiter and Schmidhuber 1997; Gers and others 2000 (forget gate), 2002 (peepholes). Gates and z come from x · kernel + bias + h ·
/// recurrentKernel, side by side in the order i, f, z, o; the gates go through the recurrent activation. [batch, in] and states h, c
/// [batch, units] → [batch, units]; kernel [in, 4 units], recurrent kernel [units, 4 units], bias [4 units], peephole kernel [3, units].
/// </remarks>
/// <param name="units">Length of the states and of the output.</param>
/// <param name="activation">Applied to z and to c.</param>
/// <param name="recurrentActivation">Applied to the gates.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="recurrentInitializer">First values of the recurrent kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="unitForgetBias">Whether the forget gate's bias begins with 1 (Jozefowicz and others 2015).</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="recurrentRegularizer">Penalty on the recurrent kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="recurrentConstraint">Applied to the recurrent kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
/// <param name="dropout">The part of the inputs that is dropped in training, 0 to 1; one mask for all time steps.</param>
/// <param name="recurrentDropout">The part of the recurrent inputs that is dropped in training, 0 to 1; one mask for all time steps.</param>
/// <param name="seed">Makes the dropout repeatable; a new seed is taken if null.</param>
/// <param name="peephole">Whether the gates see c, too: i and f the one before the step, o the new one. Keras has no such setting.</param>
[Layer(Inputs = LayerInputs.None)]
[UnusedKey("implementation", 1, 2)]
public sealed partial class LSTMCell(
    int units, [DefaultsTo("Activations.Tanh")] Activation? activation = null,
    [DefaultsTo("Activations.Sigmoid")] Activation? recurrentActivation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null,
    [DefaultsTo("new Initializers.Orthogonal()")] Initializer? recurrentInitializer = null,
    [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null, bool unitForgetBias = true, Regularizer? kernelRegularizer = null,
    Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0, double recurrentDropout = 0,
    int? seed = null, [ExtraSetting] bool peephole = false) : RecurrentCell
{
    private readonly CellDropout _dropout = new("LSTMCell", dropout, recurrentDropout, 4, seed);
    private Weight _kernel = null!, _recurrentKernel = null!;
    private Weight? _bias, _peepholeKernel;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateSize => [[Units], [Units]];

    /// <inheritdoc/>
    internal override bool OutputsFirstState => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        RequireUnits(Units);
        InputRule.RequireLayout(this, input, "[batch, features]");
        _kernel = AddWeight("kernel", [input[^1], 4 * Units], KernelInitializer, KernelRegularizer, KernelConstraint);
        _recurrentKernel = AddWeight("recurrent_kernel", [Units, 4 * Units], RecurrentInitializer, RecurrentRegularizer, RecurrentConstraint);
        _bias = UseBias ? AddWeight("bias", [4 * Units], LSTMGates.Bias(BiasInitializer, UnitForgetBias), BiasRegularizer, BiasConstraint) : null;
        _peepholeKernel = Peephole ? AddWeight("peephole_kernel", [3, Units], RecurrentInitializer, RecurrentRegularizer, RecurrentConstraint) : null;
        if (_dropout.State is { } state) AddState(state);
    }

    /// <inheritdoc/>
    protected internal override CellRun Begin(CellCall call)
    {
        InputRule.RequireChannels(this, call.Input, _kernel.Shape[0], _kernel.Shape);
        var project = _dropout.Through(_dropout.InputMask(call), _kernel, _bias?.Value, (x, k) => x.MatMul(k));
        var mask = _dropout.RecurrentMask(call, [Units]);
        var feedBack = _dropout.Through(mask, _recurrentKernel, null, (h, k) => h.MatMul(k));
        var gates = new LSTMGates(Activation, RecurrentActivation, _peepholeKernel?.Value.Unstack());
        bool isPlain = mask is null && !Peephole && Activation == Activations.Tanh && RecurrentActivation == Activations.Sigmoid;
        return new(project, (x, states) => gates.Step(x + feedBack(states[0]), states[1])) { Sequence = isPlain ? Sequence : null };
    }

    private (Tensor Outputs, Tensor[] States) Sequence(Tensor xs, Tensor[] initial, Tensor[] mask, bool reverse)
    {
        var (outputs, h, c) = xs.LstmSequence(initial[0], initial[1], _recurrentKernel, mask.FirstOrDefault(), reverse);
        return (outputs, [h, c]);
    }
}
