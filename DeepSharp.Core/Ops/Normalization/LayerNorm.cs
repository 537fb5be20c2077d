namespace DeepSharp;

/// <summary>
/// Layer normalization: y = (x − μ) / √(σ² + ε) · γ + β, where μ and σ² are the mean and the biased variance over the last axes of each
/// element of the batch. Inputs x, γ and β; the parameters have the shape of those last axes, and may be float32 where x has 16 bits.
/// </summary>
/// <param name="Trailing">How many axes, from the end, are normalized together.</param>
/// <param name="Epsilon">ε.</param>
public sealed record LayerNormOp(int Trailing, double Epsilon) : Op, IMixedData
{
    /// <inheritdoc/>
    ReadOnlySpan<int> IMixedData.DataInputs => [0];

    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Moments.RequireMixed(Name, inputs[0], Last(Name, inputs[0].Shape, Trailing), ("gamma", inputs[1]), ("beta", inputs[2]));
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        if (x[0].DType != x[1].DType) return Moments.ComposeWide(this, x);
        var (centered, _, variance) = Moments.Of(x[0], Over(Trailing));
        return [centered * (variance + Epsilon).Rsqrt() * x[1] + x[2]];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => new LayerNormGradientOp(Trailing, Epsilon).ApplyAll(s.X, s.Xs[1], s.Dy);

    /// <summary>The lengths of the last axes.</summary>
    internal static Shape Last(string who, Shape shape, int trailing) => trailing >= 1 && trailing <= shape.Rank
        ? shape[^trailing..]
        : throw new ShapeMismatchException($"[{who}] cannot normalize over the last {trailing} axes of {shape}: expected 1 to {shape.Rank}.");

    /// <summary>The last axes, counted from the end.</summary>
    internal static Axes Over(int trailing) => [.. Enumerable.Range(-trailing, trailing)];
}

/// <summary>
/// The gradient of layer normalization. Inputs x, γ, dy; outputs dx, dγ, dβ, with x̂ = (x − μ)/√(σ² + ε) and means over the normalized axes:
/// dβ = Σ dy, dγ = Σ dy·x̂, dx = (γ·dy − mean(γ·dy) − x̂·mean(γ·dy·x̂)) / √(σ² + ε). Where x and dy have 16 bits, the rest may be float32.
/// </summary>
/// <param name="Trailing">How many axes, from the end, are normalized together.</param>
/// <param name="Epsilon">ε.</param>
public sealed record LayerNormGradientOp(int Trailing, double Epsilon) : Op, IMixedData
{
    /// <inheritdoc/>
    ReadOnlySpan<int> IMixedData.DataInputs => [0, 2];

    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Moments.RequireMixed(Name, inputs[0], LayerNormOp.Last(Name, inputs[0].Shape, Trailing), ("gamma", inputs[1]));
        Moments.Require(Name, inputs[0], inputs[0].Shape, ("dy", inputs[2]));
        return [inputs[0], inputs[1], inputs[1]];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        if (x[0].DType != x[1].DType) return Moments.ComposeWide(this, x);
        var (gamma, dy, axes) = (x[1], x[2], LayerNormOp.Over(Trailing));
        var (centered, _, variance) = Moments.Of(x[0], axes);
        var inverse = (variance + Epsilon).Rsqrt();
        var normal = centered * inverse;
        var scaled = dy * gamma;
        var inner = scaled - scaled.Mean(axes, keepDims: true) - normal * (scaled * normal).Mean(axes, keepDims: true);
        return [inner * inverse, (dy * normal).SumTo(gamma.Shape), dy.SumTo(gamma.Shape)];
    }
}

public sealed partial class Tensor
{
    /// <summary>Normalizes each element of the batch over some axes to mean β and deviation γ.</summary>
    /// <param name="gamma">γ with the lengths of those axes; ones if not given.</param>
    /// <param name="beta">β with the lengths of those axes; zeros if not given.</param>
    /// <param name="axes">The axes to normalize over; the last one if not given.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">A parameter does not fit the axes.</exception>
    /// <exception cref="DTypeMismatchException">The elements are not floating, or a parameter's type differs.</exception>
    public Tensor LayerNorm(Tensor? gamma = null, Tensor? beta = null, Axes axes = default, double epsilon = 1e-3)
    {
        int[] over = axes.IsEmpty ? [Shape.Axis(-1, "layer_norm")] : axes.Resolve(Shape, "layer_norm");
        Shape lengths = [.. over.Select(a => Shape[a])];
        (gamma, beta) = (Moments.Or(gamma, 1, lengths, this), Moments.Or(beta, 0, lengths, this));
        if (over[0] == Rank - over.Length) return new LayerNormOp(over.Length, epsilon).Apply(this, gamma, beta);
        // Not the last axes: the same formula as a composition.
        Moments.Require("layer_norm", Spec, lengths, ("gamma", gamma.Spec), ("beta", beta.Spec));
        var (centered, _, variance) = Moments.Of(this, over);
        return centered * (variance + epsilon).Rsqrt() * Moments.Along(gamma, Shape, over) + Moments.Along(beta, Shape, over);
    }
}
