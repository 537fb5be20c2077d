namespace DeepSharp;

/// <summary>Lion: w ← w − lr · sign(β₁ · m + (1 − β₁) · g); m ← β₂ · m + (1 − β₂) · g.</summary>
/// <remarks>Every element moves by the learning rate, so that should be three to ten times smaller than for Adam. Slot: momentum. Source: X. Chen and others 2023.</remarks>
/// <param name="learningRate">Step length; 0.001 if not given.</param>
/// <param name="beta1">β₁, how much of the mean goes into the sign; more than 0, up to 1.</param>
/// <param name="beta2">β₂, the decay of the mean.</param>
[Configurable]
public sealed partial class Lion(
    [NotConfig] LearningRate? learningRate = null, [ConfigKey("beta_1")] double beta1 = 0.9, [ConfigKey("beta_2")] double beta2 = 0.99)
    : Optimizer(learningRate ?? 0.001)
{
    /// <summary>β₁, how much of the mean goes into the sign; more than 0, up to 1.</summary>
    public double Beta1 { get; } = beta1 is > 0 and <= 1 ? beta1
        : throw new InvalidValueException(FormattableString.Invariant($"Lion: beta1 must be more than 0 and at most 1, got {beta1}; otherwise it is signed gradient descent."));

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlots(variables, ["momentum"]);

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        var mean = Slot(variable, "momentum");
        variable.Assign(variable.Value - (mean.Value * Beta1 + gradient * (1 - Beta1)).Sign() * scalars[0]);
        mean.Assign(mean.Value * Beta2 + gradient * (1 - Beta2));
    }
}
