namespace DeepSharp.Layers;

/// <summary>What depthwise convolutions share: each input channel is convolved by itself with its own kernels.</summary>
/// <remarks>[batch, spatial.., in] → [batch, spatial'.., in · multiplier]; kernel [window.., in, multiplier]; output channel c · multiplier + m.</remarks>
/// <param name="window">Lengths of the window.</param>
/// <param name="steps">Steps between windows.</param>
/// <param name="padding">What is read beyond the border.</param>
/// <param name="depthMultiplier">Outputs for each input channel.</param>
/// <param name="spread">Distance between taps of the window.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="depthwiseInitializer">First values of the kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="depthwiseRegularizer">Penalty on the kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="depthwiseConstraint">Applied to the kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
public abstract class DepthwiseConvolutionLayer(
    int[] window, int[] steps, Padding padding, int depthMultiplier, int[] spread, Activation? activation, bool useBias, Initializer? depthwiseInitializer, Initializer? biasInitializer,
    Regularizer? depthwiseRegularizer, Regularizer? biasRegularizer, Constraint? depthwiseConstraint, Constraint? biasConstraint) : Layer
{
    private readonly ConvolutionWindow _window = new(window, steps, spread);
    private Weight _kernel = null!;
    private Weight? _bias;

    /// <summary>What is read beyond the border.</summary>
    public Padding Padding { get; } = padding;

    /// <summary>Outputs for each input channel.</summary>
    public int DepthMultiplier { get; } = depthMultiplier;

    /// <summary>Applied to the result.</summary>
    public Activation Activation { get; } = activation ?? Activations.Linear;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; } = useBias;

    /// <summary>First values of the kernel.</summary>
    public Initializer DepthwiseInitializer { get; } = depthwiseInitializer ?? new Initializers.GlorotUniform();

    /// <summary>First values of the bias.</summary>
    public Initializer BiasInitializer { get; } = biasInitializer ?? new Initializers.Zeros();

    /// <summary>Penalty on the kernel.</summary>
    public Regularizer? DepthwiseRegularizer { get; } = depthwiseRegularizer;

    /// <summary>Penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; } = biasRegularizer;

    /// <summary>Applied to the kernel after each step.</summary>
    public Constraint? DepthwiseConstraint { get; } = depthwiseConstraint;

    /// <summary>Applied to the bias after each step.</summary>
    public Constraint? BiasConstraint { get; } = biasConstraint;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        InputRule.RequireLayout(this, input, _window.Layout);
        InputRule.RequireKnownChannels(this, input);
        _window.Require(this);
        if (DepthMultiplier < 1) throw new InvalidValueException($"{TypeName} expects a depth multiplier of at least 1 but got {DepthMultiplier}.");
        _kernel = AddWeight("kernel", [.. _window.Lengths, input[^1], DepthMultiplier], DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint);
        _bias = UseBias ? AddWeight("bias", [input[^1] * DepthMultiplier], BiasInitializer, BiasRegularizer, BiasConstraint) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        int channels = _kernel.Shape[^2];
        InputRule.RequireLayout(this, x.Shape, _window.Layout);
        InputRule.RequireChannels(this, x.Shape, channels, _kernel.Shape);
        var kernel = _kernel.Value.Reshape([.. _window.Lengths, 1, channels * DepthMultiplier]);
        var y = x.Conv(kernel, new(_window.Strides), Padding, new(_window.Dilations), channels);
        if (_bias is not null) y = y + _bias.Value;
        return Activation.Apply(y);
    }
}
