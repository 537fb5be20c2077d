namespace DeepSharp.Layers;

/// <summary>What convolutions over 1, 2 and 3 spatial axes share: y = activation(x ⋆ kernel + bias), where ⋆ is the cross-correlation.</summary>
/// <remarks>[batch, spatial.., in] → [batch, spatial'.., filters]; kernel [window.., in / groups, filters], bias [filters].</remarks>
/// <param name="filters">Number of output channels.</param>
/// <param name="window">Lengths of the window.</param>
/// <param name="steps">Steps between windows.</param>
/// <param name="padding">What is read beyond the border.</param>
/// <param name="spread">Distance between taps of the window.</param>
/// <param name="groups">Into how many separate convolutions the channels are divided.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">First values of the kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="kernelRegularizer">Penalty on the kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="kernelConstraint">Applied to the kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
public abstract class ConvolutionLayer(
    int filters, int[] window, int[] steps, Padding padding, int[] spread, int groups, Activation? activation, bool useBias, Initializer? kernelInitializer, Initializer? biasInitializer,
    Regularizer? kernelRegularizer, Regularizer? biasRegularizer, Constraint? kernelConstraint, Constraint? biasConstraint) : Layer, ILoraLayer
{
    private readonly ConvolutionWindow _window = new(window, steps, spread);
    private Weight _kernel = null!;
    private Weight? _bias;

    Weight? ILoraLayer.LoraTarget => _kernel;

    /// <summary>Number of output channels.</summary>
    public int Filters { get; } = filters;

    /// <summary>What is read beyond the border.</summary>
    public Padding Padding { get; } = padding;

    /// <summary>Into how many separate convolutions the channels are divided.</summary>
    public int Groups { get; } = groups;

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
        if (Filters < 1 || Groups < 1 || Filters % Groups != 0)
            throw new InvalidValueException($"{TypeName} expects filters and groups of at least 1, and filters divisible by groups, but got {Filters} filters and {Groups} groups.");
        if (input[^1] % Groups != 0)
            throw new ShapeMismatchException($"{TypeName} cannot divide {input[^1]} input channels into {Groups} groups: input shape is {input}. Take a number of groups that divides them.");
        _kernel = AddWeight("kernel", [.. _window.Lengths, input[^1] / Groups, Filters], KernelInitializer, KernelRegularizer, KernelConstraint);
        _bias = UseBias ? AddWeight("bias", [Filters], BiasInitializer, BiasRegularizer, BiasConstraint) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        InputRule.RequireLayout(this, x.Shape, _window.Layout);
        InputRule.RequireChannels(this, x.Shape, _kernel.Shape[^2] * Groups, _kernel.Shape);
        var y = x.Conv(_kernel, new(_window.Strides), Padding, new(_window.Dilations), Groups);
        if (_bias is not null) y = y + _bias.Value;
        return Activation.Apply(y);
    }
}
