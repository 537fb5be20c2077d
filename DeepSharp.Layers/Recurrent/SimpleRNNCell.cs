namespace DeepSharp.Layers;

/// <summary>One step of a fully connected recurrent net: h = activation(x · kernel + bias + h · recurrentKernel); the output is h.</summary>
/// <remarks>[batch, in] and state [batch, units] → [batch, units]; kernel [in, units], recurrent kernel [units, units], bias [units]. Elman 1990.</remarks>
/// <param name="units">Length of the state and of the output.</param>
/// <param name="activation">Applied to the new state.</param>
/// <param name="useBias">Whether a bias is added.</param>
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
/// <param name="seed">Makes the dropout repeatable; a new seed is taken if null.</param>
[Layer(Inputs = LayerInputs.None)]
public sealed partial class SimpleRNNCell(
    int units, [DefaultsTo("Activations.Tanh")] Activation? activation = null, bool useBias = true,
    [DefaultsTo("new Initializers.GlorotUniform()")] Initializer? kernelInitializer = null,
    [DefaultsTo("new Initializers.Orthogonal()")] Initializer? recurrentInitializer = null,
    [DefaultsTo("new Initializers.Zeros()")] Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
    Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0, double recurrentDropout = 0,
    int? seed = null) : RecurrentCell
{
    private readonly CellDropout _dropout = new("SimpleRNNCell", dropout, recurrentDropout, 1, seed);
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
        _kernel = AddWeight("kernel", [input[^1], Units], KernelInitializer, KernelRegularizer, KernelConstraint);
        _recurrentKernel = AddWeight("recurrent_kernel", [Units, Units], RecurrentInitializer, RecurrentRegularizer, RecurrentConstraint);
        _bias = UseBias ? AddWeight("bias", [Units], BiasInitializer, BiasRegularizer, BiasConstraint) : null;
        if (_dropout.State is { } state) AddState(state);
    }

    /// <inheritdoc/>
    protected internal override CellRun Begin(CellCall call)
    {
        InputRule.RequireChannels(this, call.Input, _kernel.Shape[0], _kernel.Shape);
        var project = _dropout.Through(_dropout.InputMask(call), _kernel, _bias?.Value, (x, k) => x.MatMul(k));
        var feedBack = _dropout.Through(_dropout.RecurrentMask(call, [Units]), _recurrentKernel, null, (h, k) => h.MatMul(k));
        return new(project, (x, states) =>
        {
            var h = Activation.Apply(x + feedBack(states[0]));
            return (h, [h]);
        });
    }
}
