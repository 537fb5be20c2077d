namespace DeepSharp;

/// <summary>The point of the probability simplex nearest to x along one axis: max(x − τ, 0), with τ such that it sums to one.</summary>
/// <remarks>Martins and Astudillo 2016. The k largest elements survive, k being the last place where 1 + k·z₍ₖ₎ &gt; z₍₁₎ + … + z₍ₖ₎.</remarks>
/// <param name="Axis">The axis that sums to one.</param>
public sealed record SparsemaxOp(int Axis = -1) : Op
{
    /// <inheritdoc/>
    public override string Family => "Normalization";

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        // A shift along the axis changes nothing; without it large scores would swallow the one that is shared out.
        var z = x[0] - x[0].Max(Axis, keepDims: true).StopGradient();
        var survives = (z > Bound(z.StopGradient())).Cast(z.DType);
        var tau = ((z * survives).Sum(Axis, keepDims: true) - 1) / survives.Sum(Axis, keepDims: true);
        return [(z - tau).Relu()];
    }

    /// <summary>τ, found by sorting; as a bound it only says who survives, so it needs no gradient.</summary>
    private Tensor Bound(Tensor z)
    {
        var sorted = z.Sort(Axis, descending: true);
        var place = Tensor.Ones(z.Shape, z.DType, z.Device == Device.Null ? null : z.Device).CumSum(Axis);
        var inside = (sorted * place + 1 > sorted.CumSum(Axis)).Cast(z.DType);
        return ((sorted * inside).Sum(Axis, keepDims: true) - 1) / inside.Sum(Axis, keepDims: true);
    }
}

public sealed partial class Tensor
{
    /// <summary>Probabilities from scores along an axis, many of them exactly zero: the nearest point of the probability simplex.</summary>
    /// <param name="axis">The axis that sums to one.</param>
    public Tensor Sparsemax(int axis = -1) => new SparsemaxOp(Shape.Axis(axis, "sparsemax")).Apply(Fractional(this));
}
