namespace DeepSharp;

/// <summary>Adam with decoupled weight decay: w ← w − w · weightDecay · lr, then the step of <see cref="Adam"/>.</summary>
/// <remarks>Slots as for Adam. Source: I. Loshchilov and F. Hutter 2017.</remarks>
/// <param name="learningRate">Step length; 0.001 if not given.</param>
/// <param name="weightDecay">The decay, 0 or more.</param>
/// <param name="beta1">β₁, the decay of the mean.</param>
/// <param name="beta2">β₂, the decay of the mean square.</param>
/// <param name="epsilon">ε.</param>
/// <param name="amsgrad">Whether the largest v so far stands in the root.</param>
[Configurable]
public sealed partial class AdamW(
    [NotConfig] LearningRate? learningRate = null, [NotConfig] double weightDecay = 0.004, [ConfigKey("beta_1")] double beta1 = 0.9,
    [ConfigKey("beta_2")] double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false)
    : Optimizer(learningRate ?? 0.001, weightDecay)
{
    private readonly AdamOp _op = new(beta1, beta2, epsilon, amsgrad);

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        AddSlots(variables, ["momentum", "velocity"]);
        if (Amsgrad) AddSlots(variables, ["velocity_hat"]);
    }

    /// <inheritdoc/>
    protected override Tensor[] Scalars(Tensor learningRate, Tensor step) => [_op.Alpha(learningRate, step)];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars) =>
        _op.Assign(variable, gradient, Slots(variable, _op.SlotNames()), scalars[0]);
}
