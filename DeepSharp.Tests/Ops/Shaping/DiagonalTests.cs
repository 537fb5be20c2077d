namespace DeepSharp.Tests;

public sealed class DiagonalTests
{
    [Test]
    [Covers(typeof(DiagonalOp))]
    public void Diagonal_AnyOffset_HoldsAllChecks()
    {
        foreach (int offset in new[] { -3, -2, -1, 0, 1, 3, 4 }) OpCheck.Run(new DiagonalOp(offset), Samples.Uniform([2, 3, 4]));
        OpCheck.Run(new DiagonalOp(-1), Samples.Uniform([5, 3]));
    }

    [Test]
    public void Diagonal_Matrix_IsAView()
    {
        var x = Tensor.From([1, 2, 3, 4, 5, 6], [2, 3]);
        Assert.That(x.Diagonal().ToInts(), Is.EqualTo([1, 5]));
        Assert.That(x.Diagonal(1).ToInts(), Is.EqualTo([2, 6]));
        Assert.That(x.Diagonal(-1).ToInts(), Is.EqualTo([4]));
        Assert.That(x.Diagonal(9).Count, Is.Zero);
        Assert.That(x.Diagonal().Storage, Is.SameAs(x.Storage));
        Assert.That(() => Tensor.From([1]).Diagonal(), Throws.TypeOf<ShapeMismatchException>());
    }

    [Test]
    public void Meshgrid_Vectors_SpanTheGrid()
    {
        var grids = Tensor.Meshgrid(Tensor.From([1, 2]), Tensor.From([3, 4, 5]));
        Assert.That(grids[0].ToInts(), Is.EqualTo([1, 1, 1, 2, 2, 2]));
        Assert.That(grids[1].ToInts(), Is.EqualTo([3, 4, 5, 3, 4, 5]));
        Assert.That(() => Tensor.Meshgrid(Tensor.Zeros([2, 2])),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("must be a vector"));
    }
}
