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
        Tensor scale = Samples.Uniform([4], seed: 4), other = Samples.Uniform([3, 4], seed: 5);
        var all = new FusedProductOp(new MatMulOp(), true, new UnaryOp<TanhFn>(default), true, new BinaryOp<SubtractFn>(default));
        OpCheck.Run(all, s_forward, a, b, scale, bias, other);
        Close.Same("all parts", (a.MatMul(b) * scale + bias - other).Tanh(), all.Apply(a, b, scale, bias, other), 1e-13);
        Close.Same(
            "fused", (a.MatMul(b) + bias).Relu(), new FusedProductOp(new MatMulOp(), true, new UnaryOp<ReluFn>(default)).Apply(a, b, bias), 1e-13);
    }
}
