namespace DeepSharp;

/// <summary>y = x / max(‖x‖₂, 10⁻¹²) over some axes.</summary>
/// <param name="Over">The axes that together get length one.</param>
public sealed record UnitNormalizeOp(Axes Over) : Op
{
    /// <summary>The square of the smallest length that is scaled.</summary>
    internal const double Floor = 1e-24;

    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var squares = x[0].Square().Sum(Over, keepDims: true);
        return [x[0] * squares.Maximum(Floor).Rsqrt()];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [new UnitNormalizeGradientOp(Over).Apply(s.X, s.Dy)];
}

/// <summary>
/// The gradient of the division by the length. Inputs x and dy; with f = 1 / max(‖x‖₂, 10⁻¹²), dx = f·dy − f³·x·Σ dy·x, without the second
/// part where x is shorter than 10⁻¹².
/// </summary>
/// <param name="Over">The axes that together get length one.</param>
public sealed record UnitNormalizeGradientOp(Axes Over) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var squares = x[0].Square().Sum(Over, keepDims: true);
        var factor = squares.Maximum(UnitNormalizeOp.Floor).Rsqrt();
        var y = x[0] * factor;
        var inner = (x[1] * y).Sum(Over, keepDims: true) * (squares >= UnitNormalizeOp.Floor).Cast(x[0].DType);
        return [(x[1] - y * inner) * factor];
    }
}

public sealed partial class Tensor
{
    /// <summary>Scales to Euclidean length one over some axes; zeros stay zeros.</summary>
    /// <param name="axes">The axes that together get length one; the last one if not given.</param>
    public Tensor UnitNormalize(Axes axes = default) => new UnitNormalizeOp(axes.IsEmpty ? -1 : axes).Apply(Fractional(this));
}
