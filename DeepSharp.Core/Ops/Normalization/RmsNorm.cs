namespace DeepSharp;

/// <summary>y = x / √(mean x² + ε) · γ over some axes. Inputs x and γ; γ broadcasts against x.</summary>
/// <param name="Over">The axes that are normalized together.</param>
/// <param name="Epsilon">ε.</param>
public sealed record RmsNormOp(Axes Over, double Epsilon) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x) => [x[0] * (x[0].Square().Mean(Over, keepDims: true) + Epsilon).Rsqrt() * x[1]];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => new RmsNormGradientOp(Over, Epsilon).ApplyAll(s.X, s.Xs[1], s.Dy);
}

/// <summary>
/// The gradient of the division by the root mean square. Inputs x, γ, dy; outputs dx, dγ, with x̂ = x / √(mean x² + ε): dγ = Σ dy·x̂,
/// dx = (γ·dy − x̂·mean(γ·dy·x̂)) / √(mean x² + ε).
/// </summary>
/// <param name="Over">The axes that are normalized together.</param>
/// <param name="Epsilon">ε.</param>
public sealed record RmsNormGradientOp(Axes Over, double Epsilon) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var (gamma, dy) = (x[1], x[2]);
        var inverse = (x[0].Square().Mean(Over, keepDims: true) + Epsilon).Rsqrt();
        var normal = x[0] * inverse;
        var scaled = (dy * gamma).SumTo(x[0].Shape);
        return [(scaled - normal * (scaled * normal).Mean(Over, keepDims: true)) * inverse, (dy * normal).SumTo(gamma.Shape)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Divides by the root mean square over some axes and multiplies by γ.</summary>
    /// <param name="gamma">γ with the lengths of those axes; ones if not given.</param>
    /// <param name="axes">The axes to normalize over; the last one if not given.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <exception cref="ShapeMismatchException">γ does not fit the axes.</exception>
    public Tensor RmsNorm(Tensor? gamma = null, Axes axes = default, double epsilon = 1e-6)
    {
        int[] over = axes.IsEmpty ? [Shape.Axis(-1, "rms_norm")] : axes.Resolve(Shape, "rms_norm");
        Shape lengths = [.. over.Select(a => Shape[a])];
        gamma = Moments.Or(gamma, 1, lengths, this);
        Moments.Require("rms_norm", Spec, lengths, ("gamma", gamma.Spec));
        return new RmsNormOp(over, epsilon).Apply(this, Moments.Along(gamma, Shape, over));
    }
}
