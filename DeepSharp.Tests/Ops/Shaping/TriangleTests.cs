namespace DeepSharp.Tests;

public sealed class TriangleTests
{
    [Test]
    [Covers(typeof(TriangleOp))]
    public void Triangle_EitherSide_HoldsAllChecks()
    {
        var x = Samples.Uniform([2, 3, 4]);
        foreach (int diagonal in new[] { -1, 0, 2 })
        {
            OpCheck.Run(new TriangleOp(true, diagonal), x);
            OpCheck.Run(new TriangleOp(false, diagonal), x);
        }
    }

    [Test]
    public void TriuAndTril_Matrix_KeepTheirSide()
    {
        var x = Tensor.From([1, 2, 3, 4, 5, 6], [2, 3]);
        Assert.That(x.Triu().ToInts(), Is.EqualTo([1, 2, 3, 0, 5, 6]));
        Assert.That(x.Triu(1).ToInts(), Is.EqualTo([0, 2, 3, 0, 0, 6]));
        Assert.That(x.Tril().ToInts(), Is.EqualTo([1, 0, 0, 4, 5, 0]));
        Assert.That(x.Tril(-1).ToInts(), Is.EqualTo([0, 0, 0, 4, 0, 0]));
        Assert.That(Tensor.Ones([2, 2], DType.Bool).Tril().ToInts(), Is.EqualTo([1, 0, 1, 1]));
        Assert.That(() => Tensor.From([1]).Triu(), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("at least two axes"));
    }
}
