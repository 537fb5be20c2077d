namespace DeepSharp;

/// <summary>Adafactor: Adam's second moment kept as row and column means, and steps relative to the variable's own size.</summary>
/// <remarks>
/// ρ = min(lr, 1 / √t); α = max(ε₂, rms(w)) · ρ; β = 1 − t^beta2Decay; s = g² + ε₁; r ← β · r + (1 − β) · mean(s over the last axis);
/// c ← β · c + (1 − β) · mean(s over the axis before); v = r / mean(r) ⊗ c; u = g / √v; w ← w − α · u / max(1, rms(u) / clipThreshold).
/// Variables of fewer than two axes keep v itself: v ← β · v + (1 − β) · s. Slots: row, column (without effect for fewer than two axes), velocity.
/// Source: N. Shazeer and M. Stern 2018.
/// </remarks>
/// <param name="learningRate">The largest relative step; 0.001 if not given.</param>
/// <param name="beta2Decay">How fast the memory grows, below 0.</param>
/// <param name="epsilon1">ε₁, keeps the divisor from zero.</param>
/// <param name="epsilon2">ε₂, the smallest size of a variable that steps go by.</param>
/// <param name="clipThreshold">Updates of a larger root mean square are scaled down to it.</param>
/// <param name="relativeStep">Whether a plain learning rate is limited by 1 / √t; as in Keras, ρ has that limit in any case.</param>
[Configurable]
public sealed partial class Adafactor(
    [NotConfig] LearningRate? learningRate = null, [ConfigKey("beta_2_decay")] double beta2Decay = -0.8, [ConfigKey("epsilon_1")] double epsilon1 = 1e-30,
    [ConfigKey("epsilon_2")] double epsilon2 = 1e-3, double clipThreshold = 1.0, bool relativeStep = true)
    : Optimizer(learningRate ?? 0.001)
{
    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        foreach (var v in variables)
        {
            bool factored = v.Shape.Rank >= 2;
            AddSlot(v, "row", () => factored ? Tensor.Zeros(Without(v.Shape, 1), v.DType) : Tensor.Scalar(0f));
            AddSlot(v, "column", () => factored ? Tensor.Zeros(Without(v.Shape, 2), v.DType) : Tensor.Scalar(0f));
            AddSlots([v], ["velocity"]);
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Scalars(Tensor learningRate, Tensor step)
    {
        var forget = (step.Log() * Beta2Decay).Exp();
        return [Tensor.Minimum(learningRate, step.Rsqrt()), 1 - forget, forget];
    }

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        var velocity = Slot(variable, "velocity");
        var (w, square) = (variable.Value, gradient.Square() + Epsilon1);
        Tensor Average(Variable slot, Tensor value) => slot.Value * scalars[1] + value * scalars[2];
        Tensor v;
        if (w.Rank >= 2)
        {
            var (row, column) = (Slot(variable, "row"), Slot(variable, "column"));
            var (r, c) = (Average(row, square.Mean(-1)), Average(column, square.Mean(-2)));
            v = (r / r.Mean(-1, keepDims: true)).ExpandDims(-1) * c.ExpandDims(-2);
            row.Assign(r);
            column.Assign(c);
        }
        else v = Average(velocity, square);
        var update = gradient / v.Sqrt();
        var alpha = RootMeanSquare(w).Maximum(Epsilon2) * scalars[0];
        variable.Assign(w - update * (alpha / (RootMeanSquare(update) / ClipThreshold).Maximum(1)));
        velocity.Assign(v);
    }

    private static Tensor RootMeanSquare(Tensor x) => x.Square().Mean().Sqrt();

    /// <summary>A shape without its last axis but so many.</summary>
    private static Shape Without(Shape shape, int fromEnd) => new([.. shape.Where((_, i) => i != shape.Rank - fromEnd)]);
}
