namespace DeepSharp.Layers;

/// <summary>Normalizes each element of the batch over some axes: y = (x − μ) / √(σ² + ε) · γ + β.</summary>
/// <remarks>Ba, Kiros and Hinton 2016. γ and β have the lengths of those axes. Computed in at least float32.</remarks>
/// <param name="axis">The axes that are normalized together.</param>
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
[UnusedKey("rms_scaling", false)]
public sealed partial class LayerNormalization(
    [DefaultsTo("-1")] Axes? axis = null, double epsilon = 1e-3, bool center = true, bool scale = true,
    [DefaultsTo("new Initializers.Zeros()")] Initializer? betaInitializer = null, [DefaultsTo("new Initializers.Ones()")] Initializer? gammaInitializer = null,
    Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null, Constraint? betaConstraint = null, Constraint? gammaConstraint = null) : Layer
{
    private Weight? _gamma, _beta;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Shape lengths = [.. Axis.Resolve(input, TypeName).Select(a => input[a])];
        _gamma = Scale ? AddWeight("gamma", lengths, GammaInitializer, GammaRegularizer, GammaConstraint, autocast: false) : null;
        _beta = Center ? AddWeight("beta", lengths, BetaInitializer, BetaRegularizer, BetaConstraint, autocast: false) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) =>
        Wide(x).LayerNorm(_gamma?.Value.Cast(WideDType), _beta?.Value.Cast(WideDType), Axis, Epsilon).Cast(ComputeDType);
}
