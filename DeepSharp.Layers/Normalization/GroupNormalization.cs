namespace DeepSharp.Layers;

/// <summary>Normalizes each group of channels of each element of the batch: y = (x − μ) / √(σ² + ε) · γ + β.</summary>
/// <remarks>Wu and He 2018. γ and β have the shape [channels]. Computed in at least float32.</remarks>
/// <param name="groups">The number of groups; −1 makes each channel a group of its own (instance normalization).</param>
/// <param name="axis">The axis of the channels.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="center">Whether β is added.</param>
/// <param name="scale">Whether γ multiplies.</param>
/// <param name="betaInitializer">First values of β.</param>
/// <param name="gammaInitializer">First values of γ.</param>
/// <param name="betaRegularizer">Penalty on β.</param>
/// <param name="gammaRegularizer">Penalty on γ.</param>
/// <param name="betaConstraint">Applied to β after each step.</param>
/// <param name="gammaConstraint">Applied to γ after each step.</param>
[Layer]
public sealed partial class GroupNormalization(
    int groups = 32, int axis = -1, double epsilon = 1e-3, bool center = true, bool scale = true,
    [DefaultsTo("new Initializers.Zeros()")] Initializer? betaInitializer = null, [DefaultsTo("new Initializers.Ones()")] Initializer? gammaInitializer = null,
    Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null, Constraint? betaConstraint = null, Constraint? gammaConstraint = null) : Layer
{
    private Weight? _gamma, _beta;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        InputRule.RequireAxes(this, input, 2);
        Shape channels = [input[input.Axis(Axis, TypeName)]];
        _gamma = Scale ? AddWeight("gamma", channels, GammaInitializer, GammaRegularizer, GammaConstraint, autocast: false) : null;
        _beta = Center ? AddWeight("beta", channels, BetaInitializer, BetaRegularizer, BetaConstraint, autocast: false) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) =>
        Wide(x).GroupNorm(Groups, _gamma?.Value.Cast(WideDType), _beta?.Value.Cast(WideDType), Axis, Epsilon).Cast(ComputeDType);
}
