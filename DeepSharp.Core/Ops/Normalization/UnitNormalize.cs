namespace DeepSharp;

/// <summary>y = x / max(‖x‖₂, 10⁻¹²) over some axes.</summary>
/// <param name="Over">The axes that together get length one.</param>
public sealed record UnitNormalizeOp(Axes Over) : Op
{
    // The square of the smallest length that is scaled.
    private const double Floor = 1e-24;

    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var squares = x[0].Square().Sum(Over, keepDims: true);
        return [x[0] * squares.Maximum(Floor).Rsqrt()];
    }
}

public sealed partial class Tensor
{
    /// <summary>Scales to Euclidean length one over some axes; zeros stay zeros.</summary>
    /// <param name="axes">The axes that together get length one; the last one if not given.</param>
    public Tensor UnitNormalize(Axes axes = default) => new UnitNormalizeOp(axes.IsEmpty ? -1 : axes).Apply(Fractional(this));
}
