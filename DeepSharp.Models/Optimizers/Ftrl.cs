namespace DeepSharp;

/// <summary>Follow the regularized leader: sparse linear models through an L1 penalty within the update.</summary>
/// <remarks>
/// n' = n + g²; z ← z + g + 2 · shrinkage · w − (n'^−p − n^−p) / lr · w; w ← (clip(z, ±l1) − z) / (n'^−p / lr + 2 · (l2 + beta / (2 · lr))); n ← n'.
/// Slots: accumulator n, linear z. Source: H. B. McMahan and others, KDD 2013.
/// </remarks>
/// <param name="learningRate">Step length; 0.001 if not given.</param>
/// <param name="learningRatePower">p, 0 or less; how the step shrinks with the gradients seen, −0.5 as in Adagrad, 0 not at all.</param>
/// <param name="initialAccumulatorValue">What n starts with, 0 or more.</param>
/// <param name="l1RegularizationStrength">l1, 0 or more.</param>
/// <param name="l2RegularizationStrength">l2, 0 or more.</param>
/// <param name="l2ShrinkageRegularizationStrength">A penalty on the gradient instead of the update, 0 or more.</param>
/// <param name="beta">The paper's β.</param>
[Configurable]
public sealed partial class Ftrl(
    [NotConfig] LearningRate? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1,
    [ConfigKey("l1_regularization_strength")] double l1RegularizationStrength = 0, [ConfigKey("l2_regularization_strength")] double l2RegularizationStrength = 0,
    [ConfigKey("l2_shrinkage_regularization_strength")] double l2ShrinkageRegularizationStrength = 0, double beta = 0)
    : Optimizer(learningRate ?? 0.001)
{
    /// <summary>p, 0 or less.</summary>
    public double LearningRatePower { get; } = learningRatePower <= 0 ? learningRatePower
        : throw new InvalidValueException(FormattableString.Invariant($"Ftrl: learningRatePower must be 0 or less, got {learningRatePower}."));

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        foreach (var v in variables)
        {
            AddSlots([v], ["accumulator"], InitialAccumulatorValue);
            AddSlots([v], ["linear"]);
        }
    }

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        var (accumulator, linear) = (Slot(variable, "accumulator"), Slot(variable, "linear"));
        var (w, rate) = (variable.Value, scalars[0]);
        var n = accumulator.Value + gradient.Square();
        var power = n.Pow(-LearningRatePower);
        var shrunk = L2ShrinkageRegularizationStrength > 0 ? gradient + w * (2 * L2ShrinkageRegularizationStrength) : gradient;
        var z = linear.Value + shrunk - (power - accumulator.Value.Pow(-LearningRatePower)) / rate * w;
        var quadratic = power / rate + (Beta / (2 * rate) + L2RegularizationStrength) * 2;
        variable.Assign((z.Maximum(-L1RegularizationStrength).Minimum(L1RegularizationStrength) - z) / quadratic);
        linear.Assign(z);
        accumulator.Assign(n);
    }
}
