namespace DeepSharp;

/// <summary>RMSprop: v ← ρ · v + (1 − ρ) · g²; w ← w − lr · g / √(v + ε).</summary>
/// <remarks>
/// Centered: a ← ρ · a + (1 − ρ) · g, and v − a² stands in the root. With momentum m: s ← m · s + the step; w ← w − s.
/// Slots: velocity, momentum (unless 0), average_gradient (if centered). Source: T. Tieleman and G. Hinton, Coursera lecture 6.5 (2012).
/// </remarks>
/// <param name="learningRate">Step length; 0.001 if not given.</param>
/// <param name="rho">ρ, the decay of the averages.</param>
/// <param name="momentum">How much of the last step is kept, 0 to 1.</param>
/// <param name="epsilon">ε.</param>
/// <param name="centered">Whether to divide by the spread around the mean instead of the root mean square.</param>
[Configurable]
public sealed partial class RMSprop(
    [NotConfig] LearningRate? learningRate = null, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false)
    : Optimizer(learningRate ?? 0.001)
{
    // The order in which RmspropOp names them; files have the momentum before the average.
    private readonly string[] _slots = ["velocity", .. centered ? ["average_gradient"] : Array.Empty<string>(), .. momentum > 0 ? ["momentum"] : Array.Empty<string>()];

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        AddSlots(variables, ["velocity"]);
        if (Momentum > 0) AddSlots(variables, ["momentum"]);
        if (Centered) AddSlots(variables, ["average_gradient"]);
    }

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars) =>
        new RmspropOp(Rho, Momentum, Epsilon, Centered).Assign(variable, gradient, Slots(variable, _slots), scalars[0]);
}
