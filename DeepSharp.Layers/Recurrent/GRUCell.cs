namespace DeepSharp.Layers;

/// <summary>One step of a gated recurrent unit: h = z ⊙ h + (1 − z) ⊙ activation(candidate); the output is h.</summary>
/// <remarks>
/// Cho and others 2014. The gates z (update) and r (reset) and the candidate stand side by side in this order in the kernels. With resetAfter, as
/// in cuDNN, the candidate is x · K + r ⊙ (h · U + b), and the bias [2, 3 units] has a row for the inputs and one for the recurrent part; without,
/// it is x · K + (r ⊙ h) · U with the bias [3 units]. [batch, in] and state [batch, units] → [batch, units]; kernel [in, 3 units],
/// recurrent kernel [units, 3 units].
/// </remarks>
/// <param name="units">Length of the state and of the output.</param>
/// <param name="activation">Applied to the candidate.</param>
/// <param name="recurrentActivation">Applied to the gates.</param>
/// <param name="useBias">Whether biases are added.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="recurrentInitializer">First values of the recurrent kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="recurrentRegularizer">Penalty on the recurrent kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="recurrentConstraint">Applied to the recurrent kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
/// <param name="dropout">The part of the inputs that is dropped in training, 0 to 1; one mask for all time steps.</param>
/// <param name="recurrentDropout">The part of the recurrent inputs that is dropped in training, 0 to 1; one mask for all time steps.</param>
/// <param name="resetAfter">Whether the reset gate acts after the product with the recurrent kernel, or before it.</param>
/// <param name="seed">Makes the dropout repeatable; a new seed is taken if null.</param>
[Layer(Inputs = LayerInputs.None)]
[UnusedKey("implementation", 1, 2)]
public sealed partial class GRUCell(
    int units, [DefaultsTo("Activations.Tanh")] Activation? activation = null,
    [DefaultsTo("Activations.Sigmoid")] Activation? recurrentActivation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null,
    [DefaultsTo("new Initializers.Orthogonal()")] Initializer? recurrentInitializer = null,
    [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
    Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0, double recurrentDropout = 0,
    bool resetAfter = true, int? seed = null) : RecurrentCell
{
    private readonly CellDropout _dropout = new("GRUCell", dropout, recurrentDropout, 3, seed);
    private Weight _kernel = null!, _recurrentKernel = null!;
    private Weight? _bias;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateSize => [[Units]];

    /// <inheritdoc/>
    internal override bool OutputsFirstState => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        RequireUnits(Units);
        InputRule.RequireLayout(this, input, "[batch, features]");
        _kernel = AddWeight("kernel", [input[^1], 3 * Units], KernelInitializer, KernelRegularizer, KernelConstraint);
        _recurrentKernel = AddWeight("recurrent_kernel", [Units, 3 * Units], RecurrentInitializer, RecurrentRegularizer, RecurrentConstraint);
        Shape bias = ResetAfter ? [2, 3 * Units] : [3 * Units];
        _bias = UseBias ? AddWeight("bias", bias, BiasInitializer, BiasRegularizer, BiasConstraint) : null;
        if (_dropout.State is { } state) AddState(state);
    }

    /// <inheritdoc/>
    protected internal override CellRun Begin(CellCall call)
    {
        InputRule.RequireChannels(this, call.Input, _kernel.Shape[0], _kernel.Shape);
        var bias = ResetAfter ? _bias?.Value[0] : _bias?.Value;
        var project = _dropout.Through(_dropout.InputMask(call), _kernel, bias, (x, k) => x.MatMul(k));
        var mask = _dropout.RecurrentMask(call, [Units]);
        bool isPlain = mask is null && ResetAfter && Activation == Activations.Tanh && RecurrentActivation == Activations.Sigmoid;
        return new(project, ResetAfter ? AfterProduct(mask) : BeforeProduct(mask)) { Sequence = isPlain ? Sequence : null };
    }

    private (Tensor Outputs, Tensor[] States) Sequence(Tensor xs, Tensor[] initial, Tensor[] mask, bool reverse)
    {
        var (outputs, h) = xs.GruSequence(initial[0], _recurrentKernel, _bias?.Value[1], mask.FirstOrDefault(), reverse);
        return (outputs, [h]);
    }

    private CellStep AfterProduct(Tensor? mask)
    {
        var feedBack = _dropout.Through(mask, _recurrentKernel, _bias?.Value[1], (h, k) => h.MatMul(k));
        return (x, states) =>
        {
            Tensor[] given = x.Split(3, -1), fedBack = feedBack(states[0]).Split(3, -1);
            var r = RecurrentActivation.Apply(given[1] + fedBack[1]);
            return Mix(RecurrentActivation.Apply(given[0] + fedBack[0]), states[0], given[2] + r * fedBack[2]);
        };
    }

    private CellStep BeforeProduct(Tensor? mask)
    {
        var kernels = _recurrentKernel.Value.Split([2 * Units, Units], -1);
        var masks = mask?.Unstack();
        var feedBack = _dropout.Through(mask?[..2], kernels[0], null, (h, k) => h.MatMul(k));
        return (x, states) =>
        {
            Tensor h = states[0], gates = RecurrentActivation.Apply(x.Slice(-1, ..(2 * Units)) + feedBack(h));
            var kept = gates.Slice(-1, Units..) * (masks is null ? h : h * masks[2]);
            return Mix(gates.Slice(-1, ..Units), h, x.Slice(-1, (2 * Units)..) + kept.MatMul(kernels[1]));
        };
    }

    private (Tensor Output, Tensor[] States) Mix(Tensor z, Tensor h, Tensor candidate)
    {
        h = z * h + (1 - z) * Activation.Apply(candidate);
        return (h, [h]);
    }
}
