namespace DeepSharp;

/// <summary>Adagrad: a ← a + g²; w ← w − lr · g / √(a + ε). Parameters that get many gradients learn slower and slower.</summary>
/// <remarks>Slot: accumulator. Source: J. Duchi and others, JMLR 12 (2011).</remarks>
/// <param name="learningRate">Step length; 0.001 if not given.</param>
/// <param name="initialAccumulatorValue">What a starts with, 0 or more.</param>
/// <param name="epsilon">ε.</param>
[Configurable]
public sealed partial class Adagrad([NotConfig] LearningRate? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7)
    : Optimizer(learningRate ?? 0.001)
{
    private static readonly string[] s_slots = ["accumulator"];

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlots(variables, s_slots, InitialAccumulatorValue);

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars) =>
        new AdagradOp(Epsilon).Assign(variable, gradient, Slots(variable, s_slots), scalars[0]);
}
