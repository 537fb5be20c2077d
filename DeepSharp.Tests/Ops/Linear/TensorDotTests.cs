namespace DeepSharp.Tests;

public sealed class TensorDotTests
{
    private static IEnumerable<GoldenCase> Products => GoldenFile.Load("matmul").Where(golden =>
        !golden.Attribute<bool>("transpose_a") && !golden.Attribute<bool>("transpose_b") && golden.Array("b").Shape.Length <= 2);

    [TestCaseSource(nameof(Products))]
    public void Dot_Golden_Agrees(GoldenCase golden) => GoldenCheck.Run(golden, x => [x[0].Dot(x[1])]);

    [Test]
    public void Dot_Scalars_Multiply() => Assert.That(Tensor.From([1f, 2]).Dot(Tensor.Scalar(3f)).ToFloats(), Is.EqualTo(new float[] { 3, 6 }));

    [Test]
    public void TensorDot_PairsOfAxes_HoldAllChecks()
    {
        var (a, b) = (Samples.Uniform([2, 3, 4]), Samples.Uniform([4, 3, 2], seed: 2));
        OpCheck.Run(x => x[0].TensorDot(x[1], [1, 2], [1, 0]), a, b);
        OpCheck.Run(x => x[0].TensorDot(x[1], 1), a, b);
        Close.Same("tensordot", Tensor.Einsum("ijk,kjl->il", a, b), a.TensorDot(b, [2, -2], [0, 1]), 1e-12);
        Assert.That(a.TensorDot(b, 0).Shape, Is.EqualTo(new Shape(2, 3, 4, 4, 3, 2)));
        Assert.That(Tensor.From([1, 2]).Outer(Tensor.From([3, 4, 5])).ToInts(), Is.EqualTo([3, 4, 5, 6, 8, 10]));
    }

    [Test]
    public void TensorDot_BadAxes_Throw()
    {
        var (a, b) = (Samples.Uniform([2, 3]), Samples.Uniform([4, 2]));
        Assert.That(() => a.TensorDot(b, 1), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => a.TensorDot(b, 3), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("3 axes"));
        Assert.That(() => a.TensorDot(b, [0, 1], [1]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("partner"));
    }
}
