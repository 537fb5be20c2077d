namespace DeepSharp;

/// <summary>Stochastic gradient descent: w ← w − lr · g, with momentum m: v ← m · v − lr · g; w ← w + v.</summary>
/// <remarks>The learning rate is inside the velocity, as in Keras. Slot: momentum, unless that is 0.</remarks>
/// <param name="learningRate">Step length; 0.01 if not given.</param>
/// <param name="momentum">How much of the last step is kept, 0 to 1.</param>
/// <param name="nesterov">Whether the gradient is taken ahead: w ← w + m · v − lr · g (Y. Nesterov 1983; I. Sutskever and others 2013).</param>
[Configurable]
public sealed partial class SGD([NotConfig] LearningRate? learningRate = null, double momentum = 0, bool nesterov = false) : Optimizer(learningRate ?? 0.01)
{
    private static readonly string[] s_slots = ["momentum"];

    /// <summary>How much of the last step is kept, 0 to 1.</summary>
    public double Momentum { get; } = momentum is >= 0 and <= 1 ? momentum
        : throw new InvalidValueException(FormattableString.Invariant($"SGD: momentum must be from 0 to 1, got {momentum}."));

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        if (Momentum > 0) AddSlots(variables, s_slots);
    }

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        if (Momentum == 0) new SgdOp().Assign(variable, gradient, [], scalars[0]);
        else new MomentumOp(Momentum, Nesterov).Assign(variable, gradient, Slots(variable, s_slots), scalars[0]);
    }
}
