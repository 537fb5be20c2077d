namespace DeepSharp;

/// <summary>Adam with Nesterov's look-ahead: w ← w − lr · m̂ / (√v̂ + ε).</summary>
/// <remarks>
/// m and v as in Adam; μₜ = β₁ · (1 − 0.96ᵗ / 2); m̂ = μₜ₊₁ · m / (1 − μ₁ · … · μₜ₊₁) + (1 − μₜ) · g / (1 − μ₁ · … · μₜ); v̂ = v / (1 − β₂ᵗ).
/// Slots: momentum and velocity; the product of the μ stands last. Source: T. Dozat 2016.
/// </remarks>
/// <param name="learningRate">Step length; 0.001 if not given.</param>
/// <param name="beta1">β₁, the decay of the mean.</param>
/// <param name="beta2">β₂, the decay of the mean square.</param>
/// <param name="epsilon">ε.</param>
[Configurable]
public sealed partial class Nadam(
    [NotConfig] LearningRate? learningRate = null, [ConfigKey("beta_1")] double beta1 = 0.9, [ConfigKey("beta_2")] double beta2 = 0.999, double epsilon = 1e-7)
    : Optimizer(learningRate ?? 0.001)
{
    private static readonly double s_logDecay = Math.Log(0.96);

    private Variable _product = new(Tensor.Scalar(1f), "u_product", trainable: false);

    /// <inheritdoc/>
    protected override IReadOnlyList<Variable> SharedState => [_product];

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        AddSlots(variables, ["momentum", "velocity"]);
        // The product has the type of the variables, as in Keras.
        if (variables.Count > 0 && variables[0].DType != _product.DType) _product = new(_product.Value.Cast(variables[0].DType), _product.Name, trainable: false);
    }

    /// <inheritdoc/>
    protected override Tensor[] Scalars(Tensor learningRate, Tensor step)
    {
        Tensor Momentum(Tensor t) => (1 - (t * s_logDecay).Exp() * 0.5) * Beta1;
        var (u, next) = (Momentum(step), Momentum(step + 1));
        var product = _product.Value.Cast(DType.Float64) * u;
        _product.Assign(product.Cast(_product.DType));
        return [learningRate * next / (1 - product * next), learningRate * (1 - u) / (1 - product), -(step * Math.Log(Beta2)).Expm1()];
    }

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        var (mean, square) = (Slot(variable, "momentum"), Slot(variable, "velocity"));
        var m = mean.Value + (gradient - mean.Value) * (1 - Beta1);
        var v = square.Value + (gradient.Square() - square.Value) * (1 - Beta2);
        variable.Assign(variable.Value - (m * scalars[0] + gradient * scalars[1]) / ((v / scalars[2]).Sqrt() + Epsilon));
        mean.Assign(m);
        square.Assign(v);
    }
}
