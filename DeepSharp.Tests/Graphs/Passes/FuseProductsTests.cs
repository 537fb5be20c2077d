using DeepSharp.Tests.Cpu;

namespace DeepSharp.Tests.Graphs;

public sealed class FuseProductsTests
{
    private static readonly Tensor X = F(Samples.Uniform([6, 5])), W = F(Samples.Uniform([5, 4], seed: 2)), B = F(Samples.Uniform([4], seed: 3));

    private static Tensor F(Tensor t) => t.Cast(DType.Float32);

    /// <summary>Compiles, compares with the eager values, and gives the names of the ops.</summary>
    private static string[] Names(Func<Tensor[], Tensor[]> function, params Tensor[] inputs)
    {
        var program = Program.Compile(Device.Cpu, Array.ConvertAll(inputs, x => x.Spec), function);
        Close.Same("fused", function(inputs), program.Run(inputs), 1e-6);
        Close.Same("fused, second run", function(inputs), program.Run(inputs), 1e-6);
        return [.. program.Listing.Select(s => s[(s.IndexOf("= ", StringComparison.Ordinal) + 2)..s.IndexOf('(')])];
    }

    [Test]
    public void Bias_Activation_OrBoth_AreOneOp()
    {
        Assert.That(Names(x => [x[0].MatMul(x[1]) + x[2]], X, W, B), Has.Length.EqualTo(1));
        Assert.That(Names(x => [x[2] + x[0].MatMul(x[1])], X, W, B), Has.Length.EqualTo(1), "bias first");
        Assert.That(Names(x => [x[0].MatMul(x[1]).Relu()], X, W), Has.Length.EqualTo(1));
        Assert.That(Names(x => [(x[0].MatMul(x[1]) + x[2]).Tanh()], X, W, B), Has.Length.EqualTo(1));
    }

    [Test]
    public void SharedKernel_OfTurnedSequences_IsOneOpOnAnyThreads([Values(1, 3)] int threads)
    {
        using var _ = new PoolThreads(threads);
        Tensor steps = F(Samples.Uniform([101, 3, 5])), before = F(Samples.Uniform([3, 101, 4], seed: 7));
        Assert.That(Names(x => [(x[0].Transpose([1, 0, 2]).MatMul(x[1]) + x[2] + x[3]).Relu()], steps, W, B, before), Has.Length.EqualTo(1));
        Assert.That(Names(x => [x[0].Transpose([1, 0, 2]).MatMul(x[1]) + x[2]], steps, W, B), Has.Length.EqualTo(1));
        Tensor halves = F(Samples.Uniform([50, 2, 3, 5]));
        Assert.That(Names(x => [x[0].Transpose([1, 2, 0, 3]).MatMul(x[1]) + x[2]], halves, W, B), Has.Length.EqualTo(1));
    }

    [Test]
    public void Convolution_IsFusedToo()
    {
        Tensor images = F(Samples.Uniform([2, 6, 6, 3])), kernel = F(Samples.Uniform([3, 3, 3, 4], seed: 2));
        Assert.That(Names(x => [(x[0].Conv(x[1]) + x[2]).Relu()], images, kernel, B), Has.Length.EqualTo(1));
    }

    [Test]
    public void PreActivation_UsedElsewhere_StaysApart()
    {
        Assert.That(Names(x =>
        {
            var z = x[0].MatMul(x[1]) + x[2];
            return [z.Relu(), z];
        }, X, W, B), Has.Length.EqualTo(2), "the sum is a result; the activation is a second op");
        Assert.That(Names(x =>
        {
            var p = x[0].MatMul(x[1]);
            return [p + x[2], p.Sum(0)];
        }, X, W, B), Has.Length.EqualTo(3), "the product is reduced as well");
    }

    [Test]
    public void Bias_OfAnotherShape_StaysApart()
    {
        foreach (Shape shape in new Shape[] { [6, 1], [1] })
            Assert.That(Names(x => [x[0].MatMul(x[1]) + x[2]], X, W, F(Samples.Uniform(shape, seed: 5))), Has.Length.EqualTo(2), $"{shape}");
        Assert.That(Names(x => [x[0].MatMul(x[1]) + x[2]], X, W, F(Samples.Uniform([1, 4], seed: 5))), Has.Length.EqualTo(1), "a row with an axis before");
    }

    [Test]
    public void BatchNormOfInference_Residual_AndActivation_AreOneOp()
    {
        Tensor images = F(Samples.Uniform([2, 6, 6, 4])), kernel = F(Samples.Uniform([3, 3, 4, 4], seed: 2)), mean = F(Samples.Uniform([4], seed: 3));
        Tensor variance = F(Samples.Uniform([4], seed: 4)).Exp(), depthwise = F(Samples.Uniform([3, 3, 1, 4], seed: 5));
        string[] names = Names(
            x => [(x[0].Conv(x[1], padding: Padding.Same).BatchNormInference(x[2], x[3], x[2], x[2]) + x[0]).Relu()], images, kernel, mean, variance);
        Assert.That(names, Has.Some.EqualTo("conv+scale+bias+add+relu"));
        Assert.That(
            Names(x => [x[0].Conv(x[1], groups: 4).BatchNormInference(x[2], x[3]).Relu(0, 6)], images, depthwise, mean, variance),
            Has.Some.EqualTo("conv+scale+bias+ramp"));
    }

    [Test]
    public void Residual_OfTwoProducts_JoinsOneOfThem()
    {
        string[] names = Names(x => [(x[0].MatMul(x[1]) + x[2] + (x[0].MatMul(x[3]) + x[2])).Tanh()], X, W, B, F(Samples.Uniform([5, 4], seed: 7)));
        Assert.That(names, Is.EquivalentTo(new[] { "matmul+bias", "matmul+bias+add+tanh" }));
    }

    [Test]
    public void Residual_OfAProductWhoseRowsAreCold_StaysApart()
    {
        Tensor stack = F(Samples.Uniform([3, 6, 5])), kernels = F(Samples.Uniform([3, 5, 4])), others = F(Samples.Uniform([3, 6, 4], seed: 6));
        Assert.That(
            Names(x => [(x[0].MatMul(x[1]) + x[2] + x[3]).Relu()], stack, kernels, B, others), Is.EqualTo(new[] { "matmul+bias", "add+relu" }));
    }

    [Test]
    public void Residual_OfAStackTimesOneKernel_IsFused()
    {
        Tensor stack = F(Samples.Uniform([3, 6, 5])), others = F(Samples.Uniform([3, 6, 4], seed: 6));
        Assert.That(Names(x => [(x[0].MatMul(x[1]) + x[2] + x[3]).Relu()], stack, W, B, others), Has.Length.EqualTo(1));
    }

    [Test]
    public void Function_OfTheProductAndAnotherTensor_IsFusedInItsOrder()
    {
        var gate = F(Samples.Uniform([6, 4], seed: 6));
        Assert.That(Names(x => [Tensor.Zip<ReluGradientFn>(x[0].MatMul(x[1]), x[2])], X, W, gate), Has.Length.EqualTo(1));
        Assert.That(Names(x => [x[0].MatMul(x[1]) - x[2]], X, W, gate), Has.Length.EqualTo(1));
        Assert.That(Names(x => [x[2] - x[0].MatMul(x[1])], X, W, gate), Has.Length.EqualTo(2), "the product is the second argument");
    }

    [Test]
    public void Bias_ComputedAfterTheProduct_IsKnownInTime() =>
        Assert.That(Names(x =>
        {
            var p = x[0].MatMul(x[1]);
            return [p + x[0].Sum(0)[..4].Exp()];
        }, X, W), Has.Length.GreaterThanOrEqualTo(2));
}
