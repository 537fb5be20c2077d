namespace DeepSharp.Tests.Tensors;

public sealed class ShapeTests
{
    [Test]
    public void Shape_ComparesByContent()
    {
        Shape a = [2, 3], b = new[] { 2, 3 };
        Assert.That(a, Is.EqualTo(b));
        Assert.That(a.GetHashCode(), Is.EqualTo(b.GetHashCode()));
        Assert.That(a == [3, 2], Is.False);
        Assert.That(Shape.Scalar, Is.EqualTo(new Shape()));
        Assert.That((a.Rank, a.Count, a[^1], a[..1].Rank), Is.EqualTo((2, 6L, 3, 1)));
        Assert.That($"{new Shape(Dim.Any, 28, 1)}", Is.EqualTo("[?, 28, 1]"));
    }

    [Test]
    public void Shape_Edits_GiveNewShapes()
    {
        Shape a = [2, 3, 4];
        Assert.That(a.With(-1, 9), Is.EqualTo(new Shape(2, 3, 9)));
        Assert.That(a.Insert(3, 5), Is.EqualTo(new Shape(2, 3, 4, 5)));
        Assert.That(a.Remove(0), Is.EqualTo(new Shape(3, 4)));
        Assert.That(a.Concat([7]), Is.EqualTo(new Shape(2, 3, 4, 7)));
        Assert.That(a, Is.EqualTo(new Shape(2, 3, 4)));
    }

    [Test]
    public void Shape_Bad_Throws()
    {
        Assert.That(() => new Shape(-2), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("cannot have the length -2"));
        Assert.That(() => new Shape(2)[1], Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("there is no axis 1"));
        Assert.That(() => new Shape(Dim.Any, 2).Count, Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("[?, 2] has an unknown length"));
        Assert.That(() => new Shape(2).Axis(-2, "sum"), Throws.TypeOf<ShapeMismatchException>()
            .With.Message.EqualTo("[sum] axis -2 is out of range for shape [2]: expected -1 to 0."));
    }

    [TestCase(new[] { 2, 3 }, new[] { 3 }, new[] { 2, 3 })]
    [TestCase(new[] { 2, 1 }, new[] { 1, 3 }, new[] { 2, 3 })]
    [TestCase(new int[0], new[] { 4 }, new[] { 4 })]
    [TestCase(new[] { 0, 3 }, new[] { 1 }, new[] { 0, 3 })]
    [TestCase(new[] { 1 }, new[] { 0 }, new[] { 0 })]
    [TestCase(new[] { -1, 3 }, new[] { 5, 3 }, new[] { 5, 3 })]
    [TestCase(new[] { -1, 3 }, new[] { 1, 3 }, new[] { -1, 3 })]
    [TestCase(new[] { -1 }, new[] { -1 }, new[] { -1 })]
    [TestCase(new[] { -1, 1 }, new[] { 4 }, new[] { -1, 4 })]
    public void Broadcast_FollowsNumpy_AlsoWithUnknownLengths(int[] a, int[] b, int[] expected)
    {
        Assert.That(Shape.Broadcast(a, b), Is.EqualTo(new Shape(expected)));
        Assert.That(Shape.Broadcast(b, a), Is.EqualTo(new Shape(expected)));
    }

    [Test]
    public void Broadcast_Mismatch_NamesBothShapes() => Assert.That(
        () => Shape.Broadcast([0, 3], [2, 3], "add"), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("[add] shapes [0, 3] and [2, 3] do not broadcast: 0 against 2 on axis -2"));

    [Test]
    public void Axes_ResolveSortedFromTheFront()
    {
        Axes axes = [-1, 0];
        Assert.That(axes.Resolve([2, 3, 4], "sum"), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(default(Axes).Resolve([2, 3], "sum"), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(axes, Is.EqualTo(new Axes(-1, 0)));
        Assert.That(axes, Is.Not.EqualTo(new Axes(0, -1)));
        Assert.That(default(Axes), Is.EqualTo(new Axes()));
        Assert.That($"{axes}", Is.EqualTo("(-1, 0)"));
        Assert.That(() => new Axes(0, -2).Resolve([2, 3], "sum"), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo("[sum] axis 0 is named twice in (0, -2)."));
    }
}
