namespace DeepSharp.Layers;

/// <summary>What separable convolutions share: a depthwise convolution, then one of window 1 that mixes the channels.</summary>
/// <remarks>
/// [batch, spatial.., in] → [batch, spatial'.., filters]; depthwise kernel [window.., in, multiplier], pointwise kernel
/// [1.., in · multiplier, filters], bias [filters].
/// </remarks>
/// <param name="filters">Number of output channels.</param>
/// <param name="window">Lengths of the window.</param>
/// <param name="steps">Steps between windows.</param>
/// <param name="padding">What is read beyond the border.</param>
/// <param name="spread">Distance between taps of the window.</param>
/// <param name="depthMultiplier">Depthwise outputs for each input channel.</param>
/// <param name="activation">Applied to the result; none if null.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="depthwiseInitializer">First values of the depthwise kernel.</param>
/// <param name="pointwiseInitializer">First values of the pointwise kernel.</param>
/// <param name="biasInitializer">First values of the bias.</param>
/// <param name="depthwiseRegularizer">Penalty on the depthwise kernel.</param>
/// <param name="pointwiseRegularizer">Penalty on the pointwise kernel.</param>
/// <param name="biasRegularizer">Penalty on the bias.</param>
/// <param name="depthwiseConstraint">Applied to the depthwise kernel after each step.</param>
/// <param name="pointwiseConstraint">Applied to the pointwise kernel after each step.</param>
/// <param name="biasConstraint">Applied to the bias after each step.</param>
public abstract class SeparableConvolutionLayer(
    int filters, int[] window, int[] steps, Padding padding, int[] spread, int depthMultiplier, Activation? activation, bool useBias, Initializer? depthwiseInitializer,
    Initializer? pointwiseInitializer, Initializer? biasInitializer, Regularizer? depthwiseRegularizer, Regularizer? pointwiseRegularizer,
    Regularizer? biasRegularizer, Constraint? depthwiseConstraint, Constraint? pointwiseConstraint, Constraint? biasConstraint) : Layer
{
    private readonly ConvolutionWindow _window = new(window, steps, spread);
    private Weight _depthwise = null!;
    private Weight _pointwise = null!;
    private Weight? _bias;

    /// <summary>Number of output channels.</summary>
    public int Filters { get; } = filters;

    /// <summary>What is read beyond the border.</summary>
    public Padding Padding { get; } = padding;

    /// <summary>Depthwise outputs for each input channel.</summary>
    public int DepthMultiplier { get; } = depthMultiplier;

    /// <summary>Applied to the result.</summary>
    public Activation Activation { get; } = activation ?? Activations.Linear;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; } = useBias;

    /// <summary>First values of the depthwise kernel.</summary>
    public Initializer DepthwiseInitializer { get; } = depthwiseInitializer ?? new Initializers.GlorotUniform();

    /// <summary>First values of the pointwise kernel.</summary>
    public Initializer PointwiseInitializer { get; } = pointwiseInitializer ?? new Initializers.GlorotUniform();

    /// <summary>First values of the bias.</summary>
    public Initializer BiasInitializer { get; } = biasInitializer ?? new Initializers.Zeros();

    /// <summary>Penalty on the depthwise kernel.</summary>
    public Regularizer? DepthwiseRegularizer { get; } = depthwiseRegularizer;

    /// <summary>Penalty on the pointwise kernel.</summary>
    public Regularizer? PointwiseRegularizer { get; } = pointwiseRegularizer;

    /// <summary>Penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; } = biasRegularizer;

    /// <summary>Applied to the depthwise kernel after each step.</summary>
    public Constraint? DepthwiseConstraint { get; } = depthwiseConstraint;

    /// <summary>Applied to the pointwise kernel after each step.</summary>
    public Constraint? PointwiseConstraint { get; } = pointwiseConstraint;

    /// <summary>Applied to the bias after each step.</summary>
    public Constraint? BiasConstraint { get; } = biasConstraint;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        InputRule.RequireLayout(this, input, _window.Layout);
        InputRule.RequireKnownChannels(this, input);
        _window.Require(this);
        if (Filters < 1 || DepthMultiplier < 1)
            throw new InvalidValueException($"{TypeName} expects filters and a depth multiplier of at least 1 but got {Filters} and {DepthMultiplier}.");
        int[] point = [.. _window.Lengths.Select(_ => 1)];
        _depthwise = AddWeight("depthwise_kernel", [.. _window.Lengths, input[^1], DepthMultiplier], DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint);
        _pointwise = AddWeight("pointwise_kernel", [.. point, input[^1] * DepthMultiplier, Filters], PointwiseInitializer, PointwiseRegularizer, PointwiseConstraint);
        _bias = UseBias ? AddWeight("bias", [Filters], BiasInitializer, BiasRegularizer, BiasConstraint) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x)
    {
        int channels = _depthwise.Shape[^2];
        InputRule.RequireLayout(this, x.Shape, _window.Layout);
        InputRule.RequireChannels(this, x.Shape, channels, _depthwise.Shape);
        var kernel = _depthwise.Value.Reshape([.. _window.Lengths, 1, channels * DepthMultiplier]);
        var y = x.Conv(kernel, new(_window.Strides), Padding, new(_window.Dilations), channels).Conv(_pointwise);
        if (_bias is not null) y = y + _bias.Value;
        return Activation.Apply(y);
    }
}
