namespace DeepSharp.Layers;

/// <summary>One step of a long short-term memory whose products are convolutions; the cell of the ConvLSTM layers, which hold its settings.</summary>
internal sealed class ConvLSTMCell(ConvolutionWindow window, int filters, Padding padding) : RecurrentCell
{
    private Weight _kernel = null!, _recurrentKernel = null!;
    private Weight? _bias;
    private Shape _output;

    public required Activation Activation { get; init; }

    public required Activation RecurrentActivation { get; init; }

    public required bool UseBias { get; init; }

    public required Initializer KernelInitializer { get; init; }

    public required Initializer RecurrentInitializer { get; init; }

    public required Initializer BiasInitializer { get; init; }

    public Regularizer? KernelRegularizer { get; init; }

    public Regularizer? RecurrentRegularizer { get; init; }

    public Regularizer? BiasRegularizer { get; init; }

    public Constraint? KernelConstraint { get; init; }

    public Constraint? RecurrentConstraint { get; init; }

    public Constraint? BiasConstraint { get; init; }

    public required CellDropout Dropout { get; init; }

    public override IReadOnlyList<Shape> StateSize => [_output, _output];

    internal override bool OutputsFirstState => true;

    protected override void Build(Shape input)
    {
        InputRule.RequireLayout(this, input, window.Layout);
        InputRule.RequireKnownChannels(this, input);
        window.Require(this);
        if (filters < 1) throw new InvalidValueException($"{TypeName} expects filters of at least 1, but got {filters}.");
        _kernel = AddWeight("kernel", [.. window.Lengths, input[^1], 4 * filters], KernelInitializer, KernelRegularizer, KernelConstraint);
        Shape recurrent = [.. window.Lengths, filters, 4 * filters];
        _recurrentKernel = AddWeight("recurrent_kernel", recurrent, RecurrentInitializer, RecurrentRegularizer, RecurrentConstraint);
        _bias = UseBias ? AddWeight("bias", [4 * filters], BiasInitializer, BiasRegularizer, BiasConstraint) : null;
        if (Dropout.State is { } state) AddState(state);
    }

    protected internal override CellRun Begin(CellCall call)
    {
        InputRule.RequireLayout(this, call.Input, window.Layout);
        InputRule.RequireChannels(this, call.Input, _kernel.Shape[^2], _kernel.Shape);
        _output = [.. Convolve(new(new(call.Input, call.DType), Device.Null), _kernel).Shape[1..^1], filters];
        var project = Dropout.Through(Dropout.InputMask(call), _kernel, _bias?.Value, Convolve);
        var feedBack = Dropout.Through(Dropout.RecurrentMask(call, _output), _recurrentKernel, null, (h, k) => h.Conv(k, padding: Padding.Same));
        var gates = new LSTMGates(Activation, RecurrentActivation);
        return new(project, (x, states) => gates.Step(x + feedBack(states[0]), states[1]));
    }

    private Tensor Convolve(Tensor x, Tensor kernel) => x.Conv(kernel, new(window.Strides), padding, new(window.Dilations));
}
