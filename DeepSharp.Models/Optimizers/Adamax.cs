namespace DeepSharp;

/// <summary>Adamax: m ← β₁ · m + (1 − β₁) · g; u ← max(β₂ · u, |g|); w ← w − lr / (1 − β₁ᵗ) · m / (u + ε).</summary>
/// <remarks>Adam with the largest instead of the mean square. Slots: m, u. Source: D. Kingma and J. Ba 2014, section 7.</remarks>
/// <param name="learningRate">Step length; 0.001 if not given.</param>
/// <param name="beta1">β₁, the decay of the mean.</param>
/// <param name="beta2">β₂, the decay of the largest.</param>
/// <param name="epsilon">ε.</param>
[Configurable]
public sealed partial class Adamax(
    [NotConfig] LearningRate? learningRate = null, [ConfigKey("beta_1")] double beta1 = 0.9, [ConfigKey("beta_2")] double beta2 = 0.999, double epsilon = 1e-7)
    : Optimizer(learningRate ?? 0.001)
{
    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlots(variables, ["m", "u"]);

    /// <inheritdoc/>
    protected override Tensor[] Scalars(Tensor learningRate, Tensor step) => [learningRate / -(step * Math.Log(Beta1)).Expm1()];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        var (mean, largest) = (Slot(variable, "m"), Slot(variable, "u"));
        var m = mean.Value + (gradient - mean.Value) * (1 - Beta1);
        var u = Tensor.Maximum(largest.Value * Beta2, gradient.Abs());
        variable.Assign(variable.Value - m * scalars[0] / (u + Epsilon));
        mean.Assign(m);
        largest.Assign(u);
    }
}
