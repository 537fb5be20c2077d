namespace DeepSharp.Tests;

public sealed class TensorIndexTests
{
    private static readonly Tensor X = Tensor.From([.. Enumerable.Range(0, 24)], [2, 3, 4]);

    [Test]
    public void Indexer_Positions_DropTheirAxis()
    {
        Assert.That(X[1].Shape, Is.EqualTo(new Shape(3, 4)));
        Assert.That(X[1, 2, 3].Item(), Is.EqualTo(23));
        Assert.That(X[^1, ^3].ToInts(), Is.EqualTo([12, 13, 14, 15]));
        Assert.That(X[-1, -1, -1].Item(), Is.EqualTo(23));
    }

    [Test]
    public void Indexer_Ranges_KeepTheirAxis()
    {
        Assert.That(X[1..2].Shape, Is.EqualTo(new Shape(1, 3, 4)));
        Assert.That(X[.., 1.., 2].ToInts(), Is.EqualTo([6, 10, 18, 22]));
        Assert.That(X[0, 1..3, ..^2].ToInts(), Is.EqualTo([4, 5, 8, 9]));
        Assert.That(X[.., 1..1].Shape, Is.EqualTo(new Shape(2, 0, 4)));
    }

    [Test]
    public void Indexer_NewAxisAndEllipsis_StandWhereTheyAreGiven()
    {
        var (axis, rest) = (TensorIndex.NewAxis, TensorIndex.Ellipsis);
        Assert.That(X[axis, 1, axis, .., 0, axis].Shape, Is.EqualTo(new Shape(1, 1, 3, 1)));
        Assert.That(X[rest, axis].Shape, Is.EqualTo(new Shape(2, 3, 4, 1)));
        Assert.That(X[rest, 3].ToInts(), Is.EqualTo([3, 7, 11, 15, 19, 23]));
        Assert.That(X[0, rest, 3].ToInts(), Is.EqualTo([3, 7, 11]));
        Assert.That(X[0, 0, rest, 3].Item(), Is.EqualTo(3));
        Assert.That(() => X[rest, rest], Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("only once"));
    }

    [Test]
    public void Every_Steps_WalkBothWays()
    {
        Assert.That(X[0, 0, TensorIndex.Every(2)].ToInts(), Is.EqualTo([0, 2]));
        Assert.That(X[0, 0, TensorIndex.Every(2, 1..)].ToInts(), Is.EqualTo([1, 3]));
        Assert.That(X[0, 0, TensorIndex.Every(-1)].ToInts(), Is.EqualTo([3, 2, 1, 0]));
        Assert.That(X[0, 0, TensorIndex.Every(-2, 0..3)].ToInts(), Is.EqualTo([2, 0]));
    }

    [Test]
    public void Indexer_SharesStorage_AndCopiesNothing()
    {
        var part = X[1, TensorIndex.Every(-1), 1..3];
        Assert.That(part.Storage, Is.SameAs(X.Storage));
        Assert.That(part.ToInts(), Is.EqualTo([21, 22, 17, 18, 13, 14]));
    }

    [Test]
    public void Indexer_OutsideTheAxis_NamesRangeAxisAndShape()
    {
        Assert.That(() => X[2],
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("position 2 does not lie within axis 0 of [2, 3, 4]"));
        Assert.That(() => X[.., ^4],
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("position ^4 does not lie within axis 1"));
        Assert.That(() => X[.., .., 2..5],
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("range 2..5 does not lie within axis 2"));
        Assert.That(() => X[.., 2..1], Throws.TypeOf<InvalidValueException>());
        Assert.That(() => X[TensorIndex.Every(0)], Throws.TypeOf<InvalidValueException>().With.Message.Contains("step must not be zero"));
        Assert.That(() => X[0, 0, 0, 0], Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("has only 3 axes"));
        Assert.That(() => X[.., .., .., ..], Throws.TypeOf<ShapeMismatchException>());
    }

    [Test]
    public void Indexer_UnknownLength_KeepsWhatIsKnown()
    {
        var x = new Tensor(new([Dim.Any, 5], DType.Float32), Device.Null);
        Assert.That(x[0].Shape, Is.EqualTo(new Shape(5)));
        Assert.That(x[^1, 1..3].Shape, Is.EqualTo(new Shape(2)));
        Assert.That(x[1..4].Shape, Is.EqualTo(new Shape(3, 5)));
        Assert.That(x[^3..^1].Shape, Is.EqualTo(new Shape(2, 5)));
        Assert.That(x[1..].Shape, Is.EqualTo(new Shape(Dim.Any, 5)));
        Assert.That(x[1..^1].Shape, Is.EqualTo(new Shape(Dim.Any, 5)));
        Assert.That(() => x[3..1], Throws.TypeOf<InvalidValueException>());
    }
}
