namespace DeepSharp.Layers;

/// <summary>Normalizes each channel: y = (x − μ) / √(σ² + ε) · γ + β.</summary>
/// <remarks>
/// Ioffe and Szegedy 2015. In training μ and the biased σ² are the batch's, and the moving averages follow them:
/// moving ← moving · momentum + batch · (1 − momentum). Otherwise, and where the layer is not trainable, they are the moving averages.
/// Masked steps do not count in the batch's statistics. Computed in at least float32. All weights have the shape [channels].
/// </remarks>
/// <param name="axis">The axis of the channels.</param>
/// <param name="momentum">How much of the moving averages stays at each step.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="center">Whether β is added.</param>
/// <param name="scale">Whether γ multiplies.</param>
/// <param name="betaInitializer">First values of β.</param>
/// <param name="gammaInitializer">First values of γ.</param>
/// <param name="movingMeanInitializer">First values of the moving mean.</param>
/// <param name="movingVarianceInitializer">First values of the moving variance.</param>
/// <param name="betaRegularizer">Penalty on β.</param>
/// <param name="gammaRegularizer">Penalty on γ.</param>
/// <param name="betaConstraint">Applied to β after each step.</param>
/// <param name="gammaConstraint">Applied to γ after each step.</param>
[Layer]
[UnusedKey("renorm", false), UnusedKey("renorm_clipping"), UnusedKey("renorm_momentum", 0.99), UnusedKey("synchronized", false)]
public sealed partial class BatchNormalization(
    int axis = -1, double momentum = 0.99, double epsilon = 1e-3, bool center = true, bool scale = true,
    [DefaultsTo("new Initializers.Zeros()")] Initializer? betaInitializer = null, [DefaultsTo("new Initializers.Ones()")] Initializer? gammaInitializer = null,
    [DefaultsTo("new Initializers.Zeros()")] Initializer? movingMeanInitializer = null, [DefaultsTo("new Initializers.Ones()")] Initializer? movingVarianceInitializer = null,
    Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null, Constraint? betaConstraint = null, Constraint? gammaConstraint = null) : Layer
{
    private Weight? _gamma, _beta;
    private Weight _movingMean = null!, _movingVariance = null!;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        InputRule.RequireAxes(this, input, 2);
        Shape channels = [input[input.Axis(Axis, TypeName)]];
        _gamma = Scale ? AddWeight("gamma", channels, GammaInitializer, GammaRegularizer, GammaConstraint, autocast: false) : null;
        _beta = Center ? AddWeight("beta", channels, BetaInitializer, BetaRegularizer, BetaConstraint, autocast: false) : null;
        _movingMean = AddWeight("moving_mean", channels, MovingMeanInitializer, trainable: false, autocast: false);
        _movingVariance = AddWeight("moving_variance", channels, MovingVarianceInitializer, trainable: false, autocast: false);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext context)
    {
        int place = x.Rank >= 2 ? x.Shape.Axis(Axis, TypeName) : 0;
        if (x.Rank < 2 || x.Shape[place] != _movingMean.Shape[0])
            throw new ShapeMismatchException($"BatchNormalization expects {_movingMean.Shape[0]} channels on axis {Axis} but got shape {x.Shape}. Rebuild the layer for this input.");
        x = Wide(x);
        var (gamma, beta) = (_gamma?.Value.Cast(WideDType), _beta?.Value.Cast(WideDType));
        if (!context.Training || !Trainable)
        {
            var (movingMean, movingVariance) = (_movingMean.Value.Cast(WideDType), _movingVariance.Value.Cast(WideDType));
            return x.BatchNormInference(movingMean, movingVariance, gamma, beta, place, Epsilon).Cast(ComputeDType);
        }
        var (y, mean, variance) = x.BatchNorm(gamma, beta, place, Epsilon, x.Mask);
        if (x.Device != Device.Null)
        {
            Follow(_movingMean, mean);
            Follow(_movingVariance, variance);
        }
        return y.Cast(ComputeDType);
    }

    private void Follow(Weight moving, Tensor batch) => moving.Assign(moving.Value.Cast(WideDType) * Momentum + batch.StopGradient() * (1 - Momentum));
}
