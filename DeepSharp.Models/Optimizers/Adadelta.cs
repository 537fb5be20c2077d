namespace DeepSharp;

/// <summary>Adadelta: a ← ρ · a + (1 − ρ) · g²; d = −√(s + ε) / √(a + ε) · g; s ← ρ · s + (1 − ρ) · d²; w ← w + lr · d.</summary>
/// <remarks>The paper's step is had with a learning rate of 1. Slots: accumulated_grad, accumulated_delta_var. Source: M. Zeiler 2012.</remarks>
/// <param name="learningRate">Factor of the step; 0.001 if not given.</param>
/// <param name="rho">ρ, the decay of the averages.</param>
/// <param name="epsilon">ε.</param>
[Configurable]
public sealed partial class Adadelta([NotConfig] LearningRate? learningRate = null, double rho = 0.95, double epsilon = 1e-7)
    : Optimizer(learningRate ?? 0.001)
{
    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlots(variables, ["accumulated_grad", "accumulated_delta_var"]);

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        var (squares, steps) = (Slot(variable, "accumulated_grad"), Slot(variable, "accumulated_delta_var"));
        var a = squares.Value * Rho + gradient.Square() * (1 - Rho);
        var d = -((steps.Value + Epsilon).Sqrt() / (a + Epsilon).Sqrt() * gradient);
        variable.Assign(variable.Value + d * scalars[0]);
        squares.Assign(a);
        steps.Assign(steps.Value * Rho + d.Square() * (1 - Rho));
    }
}
