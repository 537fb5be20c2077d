namespace DeepSharp.Layers;

/// <summary>What transposed convolutions share: the gradient of a convolution used as a layer, which enlarges its input.</summary>
/// <remarks>[batch, spatial.., in] → [batch, spatial'.., filters]; kernel [window.., filters, in], bias [filters].</remarks>
/// <param name="filters">Number of output channels.</param>
/// <param name="window">Lengths of the window.</param>
/// <param name="steps">Steps between windows in the output.</param>
/// <param name="padding">Valid or Same.</param>
/// <param name="outputPadding">Elements added at the end of each output axis; worked out if null.</param>
/// <param name="spread">Distance between taps of the window.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
public abstract class TransposedConvolutionLayer(
    int filters, int[] window, int[] steps, Padding padding, int[]? outputPadding, int[] spread, Activation? activation, bool useBias, Initializer? kernelInitializer, Initializer? biasInitializer,
    Regularizer? kernelRegularizer, Regularizer? biasRegularizer, Constraint? kernelConstraint, Constraint? biasConstraint) : Layer
{
    private readonly ConvolutionWindow _window = new(window, steps, spread);
    private Weight _kernel = null!;
    private Weight? _bias;

    /// <summary>Number of output channels.</summary>
    public int Filters { get; } = filters;

    /// <summary>What belongs to the border.</summary>
    public Padding Padding { get; } = padding;

    /// <summary>Elements added at the end of each output axis, or null.</summary>
    public int[]? OutputPadding { get; } = outputPadding;

    /// <summary>Applied to the result.</summary>
    public Activation Activation { get; } = activation ?? Activations.Linear;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; } = useBias;

    /// <summary>First values of the kernel.</summary>
    public Initializer KernelInitializer { get; } = kernelInitializer ?? new Initializers.GlorotUniform();

    /// <summary>First values of the bias.</summary>
    public Initializer BiasInitializer { get; } = biasInitializer ?? new Initializers.Zeros();

    /// <summary>Penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; } = kernelRegularizer;

    /// <summary>Penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; } = biasRegularizer;

    /// <summary>Applied to the kernel after each step.</summary>
    public Constraint? KernelConstraint { get; } = kernelConstraint;

    /// <summary>Applied to the bias after each step.</summary>
    public Constraint? BiasConstraint { get; } = biasConstraint;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        InputRule.RequireLayout(this, input, _window.Layout);
        InputRule.RequireKnownChannels(this, input);
        _window.Require(this);
        if (Filters < 1) throw new InvalidValueException($"{TypeName} expects at least 1 filter but got {Filters}.");
        _kernel = AddWeight("kernel", [.. _window.Lengths, Filters, input[^1]], KernelInitializer, KernelRegularizer, KernelConstraint);
        _bias = UseBias ? AddWeight("bias", [Filters], BiasInitializer, BiasRegularizer, BiasConstraint) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, _window.Layout);
        InputRule.RequireChannels(this, x.Shape, _kernel.Shape[^1], _kernel.Shape);
        var y = x.ConvTranspose(_kernel, new(_window.Strides), Padding, new(OutputPadding ?? []), new(_window.Dilations));
        if (_bias is not null) y = y + _bias.Value;
        return Activation.Apply(y);
    }
}
