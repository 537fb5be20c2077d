namespace DeepSharp.Tests.Ops;

public sealed class FusedProductTests
{
    private static readonly OpCheckOptions s_forward = new() { Checks = OpChecks.All & ~OpChecks.Gradient & ~OpChecks.SecondGradient };

    [Test, Covers(typeof(FusedProductOp))]
    public void FusedProduct_EqualsItsParts()
    {
        Tensor a = Samples.Uniform([3, 5]), b = Samples.Uniform([5, 4], seed: 2), bias = Samples.Uniform([4], seed: 3);
        OpCheck.Run(new FusedProductOp(new MatMulOp(), true, new UnaryOp<ReluFn>(default)), s_forward, a, b, bias);
        OpCheck.Run(new FusedProductOp(new MatMulOp(), true, null), s_forward, a, b, bias);
        OpCheck.Run(new FusedProductOp(new MatMulOp(), false, new UnaryOp<TanhFn>(default)), s_forward, a, b);
        Close.Same(
            "fused", (a.MatMul(b) + bias).Relu(), new FusedProductOp(new MatMulOp(), true, new UnaryOp<ReluFn>(default)).Apply(a, b, bias), 1e-13);
    }
}
