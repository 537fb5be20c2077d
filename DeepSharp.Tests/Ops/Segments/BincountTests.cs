namespace DeepSharp.Tests;

public sealed class BincountTests
{
    [Test]
    [Covers(typeof(BincountOp))]
    public void Bincount_PassesOpCheck() => OpCheck.Run(
        new BincountOp(4), new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement }, Samples.Integers([5, 3], -1, 6), Samples.Uniform([5, 3]));

    [Test]
    public void Bincount_OtherNumbers_AreNotCounted()
    {
        var x = Tensor.From([1, 3, 1, -1, 7, 0], [2, 3]);
        Assert.That(x.Bincount(4).ToInts(), Is.EqualTo(new[] { 1, 2, 0, 1 }));
        Assert.That(x.Bincount(2, Tensor.From([0.5f, 9, 1, 9, 9, 2], [2, 3])).ToFloats(), Is.EqualTo(new[] { 2, 1.5f }));
        Assert.That(x.Cast(DType.Int64).Bincount(0).Count, Is.Zero);
    }

    [Test]
    public void Bincount_BadInputs_Throw()
    {
        Assert.That(() => Tensor.Zeros([2]).Bincount(2), Throws.TypeOf<DTypeMismatchException>());
        Assert.That(() => Tensor.From([1, 2]).Bincount(-1), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("[bincount] the length must be zero or more but is -1."));
        Assert.That(() => Tensor.From([1, 2]).Bincount(2, Tensor.Ones([3])), Throws.TypeOf<ShapeMismatchException>());
    }

    [Test]
    public void Histogram_Bounds_BelongToTheBins()
    {
        var x = Tensor.From([0f, 0.5f, 1, 1.9f, 2, 3, 4, -0.1f, 4.1f, float.NaN]);
        Assert.That(x.Histogram(4, 0, 4).ToInts(), Is.EqualTo(new[] { 2, 2, 1, 2 }));
        Assert.That(Tensor.From([1, 2, 2, 5]).Histogram(2, 1, 3).ToInts(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(() => x.Histogram(0, 0, 1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("at least 1 bin"));
        Assert.That(() => x.Histogram(2, 1, 1), Throws.TypeOf<InvalidValueException>());
    }

    [Test]
    [Covers(typeof(BincountOp))]
    public void Bincount_WithoutWeights_PassesOpCheck()
    {
        foreach (var dtype in new[] { DType.Int32, DType.Int64 }) OpCheck.Run(new BincountOp(4), Samples.Integers([5, 3], -1, 6, dtype));
        OpCheck.Run(new BincountOp(0), Samples.Integers([3]));
    }

    [Test]
    public void Bincount_ManyNumbers_IsTheSameOnAnyNumberOfThreads()
    {
        var x = Samples.Integers([200_001], -3, 40);
        Assert.That(x.Bincount(37).ToInts(), Is.EqualTo(Enumerable.Range(0, 37).Select(v => x.ToInts().Count(i => i == v))));
        OpCheck.Threads(t => t[0].Bincount(37), x);
        OpCheck.Threads(t => t[0].Bincount(37, t[1]), x, Samples.Uniform([200_001]));
        Assert.That(Tensor.From([int.MinValue, int.MaxValue, 1]).Bincount(2).ToInts(), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(Tensor.From([long.MinValue, 1L << 32, 1]).Bincount(2).ToInts(), Is.EqualTo(new[] { 0, 1 }));
    }
}
