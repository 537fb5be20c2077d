namespace DeepSharp;

/// <summary>Lamb: Adam's step, for each variable scaled to the variable's own norm; made for very large batches.</summary>
/// <remarks>
/// m and v as in <see cref="Adam"/>; u = m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε); w ← w − lr · ‖w‖ / ‖u‖ · u, with a ratio of 1 where a norm is 0.
/// Slots: momentum, velocity. Source: Y. You and others, Large Batch Optimization for Deep Learning, 2019.
/// </remarks>
/// <param name="learningRate">Step length as a part of the variable's norm; 0.001 if not given.</param>
/// <param name="beta1">β₁, the decay of the mean.</param>
/// <param name="beta2">β₂, the decay of the mean square.</param>
/// <param name="epsilon">ε.</param>
[Configurable]
public sealed partial class Lamb(
    [NotConfig] LearningRate? learningRate = null, [ConfigKey("beta_1")] double beta1 = 0.9, [ConfigKey("beta_2")] double beta2 = 0.999, double epsilon = 1e-7)
    : Optimizer(learningRate ?? 0.001)
{
    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlots(variables, ["momentum", "velocity"]);

    /// <inheritdoc/>
    protected override Tensor[] Scalars(Tensor learningRate, Tensor step) =>
        [learningRate, -(step * Math.Log(Beta1)).Expm1(), -(step * Math.Log(Beta2)).Expm1()];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        var (mean, square) = (Slot(variable, "momentum"), Slot(variable, "velocity"));
        var m = mean.Value + (gradient - mean.Value) * (1 - Beta1);
        var v = square.Value + (gradient.Square() - square.Value) * (1 - Beta2);
        var update = m / scalars[1] / ((v / scalars[2]).Sqrt() + Epsilon);
        var (own, step) = (Norm(variable.Value), Norm(update));
        var ratio = Tensor.Where(own > 0, Tensor.Where(step > 0, own / step, own.ScalarLike(1)), own.ScalarLike(1));
        variable.Assign(variable.Value - update * (ratio * scalars[0]));
        mean.Assign(m);
        square.Assign(v);
    }

    private static Tensor Norm(Tensor x) => x.Square().Sum().Sqrt();
}
