namespace DeepSharp.Tests;

public sealed class AdaptivePoolTests
{
    [Test]
    [Covers(typeof(AdaptiveAveragePoolOp))]
    public void AdaptiveAveragePool_AllAxes_PassesOpCheck()
    {
        OpCheck.Run(new AdaptiveAveragePoolOp([3]), Samples.Uniform([2, 7, 3]));
        OpCheck.Run(new AdaptiveAveragePoolOp([4, 2]), Samples.Uniform([2, 3, 5, 2]));
        OpCheck.Run(new AdaptiveAveragePoolOp([2, 1, 3]), Samples.Uniform([1, 4, 3, 2, 1]));
    }

    [Test]
    [Covers(typeof(AdaptiveMaxPoolOp))]
    public void AdaptiveMaxPool_AllAxes_PassesOpCheck()
    {
        OpCheck.Run(new AdaptiveMaxPoolOp([3]), Samples.Distinct([2, 7, 3]));
        OpCheck.Run(new AdaptiveMaxPoolOp([3, 2]), Samples.Distinct([2, 6, 4, 2]));
        OpCheck.Run(new AdaptiveMaxPoolOp([4, 2]), Samples.Distinct([2, 3, 5, 2]));
        OpCheck.Run(new AdaptiveMaxPoolOp([2, 1, 3]), Samples.Distinct([1, 5, 3, 2, 1]));
    }

    [Test]
    public void AdaptivePool_Windows_OverlapWhereTheyMust()
    {
        var x = Tensor.From([1f, 2, 3, 4, 5], [1, 5, 1]);
        Assert.That(x.AdaptiveMaxPool([3]).ToFloats(), Is.EqualTo(new float[] { 2, 4, 5 }));
        Assert.That(x.AdaptiveAveragePool([3]).ToFloats(), Is.EqualTo(new[] { 1.5f, 3, 4.5f }));
        Assert.That(x.AdaptiveAveragePool([1]).ToFloats(), Is.EqualTo(new[] { 3f }));
        Assert.That(x.AdaptiveMaxPool([7]).ToFloats(), Is.EqualTo(new float[] { 1, 2, 3, 3, 4, 5, 5 }));
    }

    [Test]
    public void AdaptivePool_BadArguments_Throw()
    {
        Assert.That(() => Tensor.Zeros([2, 3]).AdaptiveMaxPool([2]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("1 to 3 spatial axes"));
        Assert.That(() => Tensor.Zeros([1, 0, 3]).AdaptiveAveragePool([2]), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[adaptive_average_pool] cannot pool an axis without elements: [1, 0, 3]."));
        Assert.That(() => Tensor.Zeros([1, 3, 3]).AdaptiveAveragePool([0]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("lengths must be at least 1"));
    }
}
