namespace DeepSharp.Tests.Graphs;

public sealed class FusePoolGradientsTests
{
    private static Tensor F(Tensor t) => t.Cast(DType.Float32);

    [TestCase(4, 4, 2)]
    [TestCase(5, 7, 2)]
    [TestCase(7, 5, 3)]
    public void Relu_BeforeThePool_SharesItsPass(int height, int width, int window)
    {
        foreach (int channels in new[] { 1, 21, 70 })
        {
            var x = F(Samples.Uniform([2, height, width, channels]));
            foreach (var padding in new[] { Padding.Valid, Padding.Same })
            {
                Assert.That(CompiledGradient.Names(t => t.Relu().MaxPool([window], padding: padding), x), Has.Some.EqualTo("max_pool_gradient+relu_gradient"));
                Assert.That(CompiledGradient.Names(t => t.Relu().MaxPool([window], [1], padding), x), Has.Some.EqualTo("max_pool_gradient+relu_gradient"));
            }
        }
    }

    [Test]
    public void Relu_WhoseResultGoesElsewhereToo_StaysApart() => Assert.That(
        CompiledGradient.Names(t =>
        {
            var z = t.Relu();
            return z.MaxPool([2]).Sum() + z.Sum();
        }, F(Samples.Uniform([2, 4, 4, 3]))), Has.None.Contains("max_pool_gradient+relu_gradient"));

    [Test, Covers(typeof(FusedMaxPoolGradientOp))]
    public void FusedOp_EqualsItsParts()
    {
        var options = new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.Gradient & ~OpChecks.SecondGradient };
        Tensor x = Samples.Distinct([2, 6, 5]).Relu(), dy = Samples.Uniform([2, 3, 5], seed: 2);
        var pool = new MaxPoolGradientOp([2], [2], Padding.Valid);
        OpCheck.Run(new FusedMaxPoolGradientOp(pool), options, x, dy);
        Close.Identical("parts", [Tensor.Zip<ReluGradientFn>(pool.Apply(x, dy), x)], [new FusedMaxPoolGradientOp(pool).Apply(x, dy)]);
    }
}
