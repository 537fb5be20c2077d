namespace DeepSharp.Tests;

public sealed class TileTests
{
    private static readonly Tensor X = Samples.Uniform([3, 2]);

    [Test]
    [Covers(typeof(TileOp), typeof(RepeatOp))]
    public void TileAndRepeat_AnyAxis_HoldAllChecks()
    {
        OpCheck.Run(new TileOp([1, 3]), X);
        OpCheck.Run(new TileOp([2, 1]), X);
        OpCheck.Run(new RepeatOp(3, 1), X);
        OpCheck.Run(new RepeatOp(2, -2), X);
        OpCheck.Run(x => x[0].Tile(2, 1, 2), X);
    }

    [Test]
    public void TileAndRepeat_Rows_DifferInOrder()
    {
        var row = Tensor.From([1, 2]);
        Assert.That(row.Tile(3).ToInts(), Is.EqualTo([1, 2, 1, 2, 1, 2]));
        Assert.That(row.Repeat(3, 0).ToInts(), Is.EqualTo([1, 1, 1, 2, 2, 2]));
        Assert.That(row.Tile(2, 1).ToInts(), Is.EqualTo([1, 2, 1, 2]));
        Assert.That(Tensor.From([1, 2, 3, 4], [2, 2]).Tile(2).ToInts(), Is.EqualTo([1, 2, 1, 2, 3, 4, 3, 4]));
        Assert.That(row.Tile(0).Shape, Is.EqualTo(new Shape(0)));
    }

    [Test]
    public void Tile_SeveralUnknownLengths_AreAllowed()
    {
        var x = new Tensor(new([Dim.Any, Dim.Any, 3], DType.Float32), Device.Null);
        Assert.That(x.Tile(1, 1, 2).Shape, Is.EqualTo(new Shape(Dim.Any, Dim.Any, 6)));
        Assert.That(x.Repeat(2, 1).Shape, Is.EqualTo(x.Shape));
    }

    [Test]
    public void TileAndRepeat_NegativeTimes_Throw()
    {
        Assert.That(() => X.Tile(-1, 1), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => X.Repeat(-1, 1), Throws.TypeOf<InvalidValueException>());
    }
}
