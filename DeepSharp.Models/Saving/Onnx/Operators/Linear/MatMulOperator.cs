namespace DeepSharp.Onnx;

/// <summary>The matrix product as numpy's matmul: rows stand for matrices of one row or column, leading axes stretch.</summary>
internal sealed class MatMulOperator : OnnxFunction
{
    public override bool MayOverflow => true;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (a, b) = (x.Tensor(0), x.Tensor(1));
        if (a.Rank == 0 || b.Rank == 0) throw node.Invalid($"it takes no scalars but got {a.Spec} and {b.Spec}");
        if (!a.DType.IsFloating) return Whole(a, b);
        return Product(a, b);
    }

    /// <summary>Products of whole numbers, exact up to 2⁵³.</summary>
    private static Tensor Whole(Tensor a, Tensor b) => Product(a.Cast(DType.Float64), b.Cast(DType.Float64)).Cast(a.DType);

    /// <summary>The product of floating-point numbers.</summary>
    public static Tensor Product(Tensor a, Tensor b)
    {
        var y = (a.Rank == 1 ? a.ExpandDims(0) : a).MatMul(b.Rank == 1 ? b.ExpandDims(1) : b);
        if (b.Rank == 1) y = y.Squeeze(-1);
        return a.Rank == 1 ? y.Squeeze(b.Rank == 1 ? -1 : -2) : y;
    }
}
