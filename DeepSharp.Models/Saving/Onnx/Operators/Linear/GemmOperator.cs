namespace DeepSharp.Onnx;

/// <summary>alpha · A · B + beta · C for matrices, either of which may be turned.</summary>
internal sealed class GemmOperator : OnnxFunction
{
    public override bool MayOverflow => true;

    protected override Tensor Compute(OnnxNode node, OnnxArguments x)
    {
        var (a, b) = (x.Tensor(0), x.Tensor(1));
        if (a.Rank != 2 || b.Rank != 2) throw new ShapeMismatchException($"[Gemm] expects two matrices but got {a.Spec} and {b.Spec}.");
        var y = a.MatMul(b, node.Flag("transA"), node.Flag("transB"));
        double alpha = node.Float("alpha", 1), beta = node.Float("beta", 1);
        if (alpha != 1) y *= alpha;
        if (x.OptionalTensor(2) is not { } c || beta == 0) return y;
        if (c.Rank > 2) throw new ShapeMismatchException($"[Gemm] C of shape {c.Shape} does not stretch to {y.Shape}.");
        return y + (beta == 1 ? c : c * beta);
    }
}
