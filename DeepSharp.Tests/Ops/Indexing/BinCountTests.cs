namespace DeepSharp.Tests;

public sealed class BinCountTests
{
    [Test]
    [Covers(typeof(BinCountOp))]
    public void BinCount_Numbers_HoldAllChecks()
    {
        OpCheck.Run(new BinCountOp(4), Samples.Integers([3, 7], 0, 4));
        OpCheck.Run(new BinCountOp(4, DType.Int64), Samples.Integers([2, 3, 5], 0, 4, DType.Int64));
        OpCheck.Run(new BinCountOp(3, DType.Int32), Samples.Integers([9], -2, 5));
        OpCheck.Run(
            x => x[0].BinCount(4, x[1], x[1].DType), new OpCheckOptions { Differentiate = [1] }, Samples.Integers([3, 5], -1, 5), Samples.AwayFromZero([3, 5]));
        OpCheck.Threads(x => x[0].BinCount(50), Samples.Integers([300, 200], 0, 50));
    }

    [Test]
    public void BinCount_OutsideTheBins_CountsForNothing()
    {
        var x = Tensor.From(new[] { 0, 2, -1, 2, 3, 9 });
        Assert.That(x.BinCount(3).ToDoubles(), Is.EqualTo(new double[] { 1, 0, 2 }));
        Assert.That(x.BinCount(3, Tensor.From(new[] { 0.5f, 2, 8, 4, 8, 8 })).ToDoubles(), Is.EqualTo(new[] { 0.5, 0, 6 }));
        Assert.That(Tensor.Zeros([2, 0], DType.Int32).BinCount(2).ToDoubles(), Is.EqualTo(new double[4]));
        Assert.That(x.BinCount(0).Shape, Is.EqualTo(new Shape(0)));
    }

    [Test]
    public void BinCount_Misuse_Throws()
    {
        Assert.That(() => Tensor.From([1f]).BinCount(2), Throws.TypeOf<DTypeMismatchException>().With.Message.Contains("int32 or int64"));
        Assert.That(() => Tensor.Scalar(1).BinCount(2), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("at least one axis"));
        Assert.That(() => Tensor.From([1]).BinCount(-1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("is -1"));
        Assert.That(() => Tensor.From([1]).BinCount(2, Tensor.From([1f, 2])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("a weight for each number"));
    }
}
