namespace DeepSharp;

/// <summary>Π x.</summary>
public readonly record struct ProdFn : IReduceFn
{
    /// <inheritdoc/>
    public static double Identity => 1;

    /// <inheritdoc/>
    public static V Combine<V>(V a, V b) where V : struct, Cpu.ILane<V> => a * b;

    /// <inheritdoc/>
    /// <remarks>
    /// The product of all other elements: y / x where nothing is zero, the product of the rest at a single zero, else 0.
    /// Second derivatives hold where no element is zero.
    /// </remarks>
    public static Tensor? Gradient(Tensor x, Tensor y, Tensor dy)
    {
        int[] axes = ReduceOp.ReducedAxes(x, y);
        if (axes.Length == 0) return dy;
        var isZero = x.Equal(0);
        var zeros = isZero.Cast(x.DType).Sum(axes, keepDims: true);
        var safe = Tensor.Where(isZero, x.ScalarLike(1), x);
        var product = dy * safe.Prod(axes, keepDims: true);
        var none = product.ScalarLike(0);
        return Tensor.Where(isZero, Tensor.Where(zeros.Equal(1), product, none), Tensor.Where(zeros.Equal(0), product, none) / safe);
    }
}

public sealed partial class Tensor
{
    /// <summary>The product along axes (all when none is named); bool and uint8 are multiplied as int32. The product of nothing is 1.</summary>
    public Tensor Prod(Axes axes = default, bool keepDims = false) =>
        new ReduceOp<ProdFn>(axes, keepDims).Apply(DType is DType.Bool or DType.UInt8 ? Cast(DType.Int32) : this);
}
