namespace DeepSharp.Tests;

public sealed class ConcatTests
{
    [Test]
    [Covers(typeof(ConcatOp))]
    public void Concat_AnyAxis_HoldsAllChecks()
    {
        Tensor[] x = [Samples.Uniform([4, 3, 2]), Samples.Uniform([4, 1, 2], seed: 2), Samples.Uniform([4, 2, 2], seed: 3)];
        OpCheck.Run(new ConcatOp(1), x);
        OpCheck.Run(new ConcatOp(-2), x);
        OpCheck.Run(new ConcatOp(0), new OpCheckOptions { Batched = [] }, x[0], Samples.Uniform([1, 3, 2]));
        OpCheck.Run(new ConcatOp(2), x[0], x[0]);
    }

    [Test]
    public void Stack_AnyAxis_HoldsAllChecks()
    {
        Tensor[] x = [Samples.Uniform([3, 2]), Samples.Uniform([3, 2], seed: 2)];
        foreach (int axis in new[] { 0, 1, 2, -1, -3 }) OpCheck.Run(t => Tensor.Stack(t, axis), x);
        Assert.That(Tensor.Stack([Tensor.From([1, 2]), Tensor.From([3, 4])], -1).ToInts(), Is.EqualTo([1, 3, 2, 4]));
        Assert.That(Tensor.Stack([Tensor.Scalar(1f), Tensor.Scalar(2f)]).ToFloats(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void Concat_MixedTypes_ArePromoted()
    {
        var y = Tensor.Concat([Tensor.From([1, 2]), Tensor.From([0.5f]), Tensor.From([true])]);
        Assert.That(y.DType, Is.EqualTo(DType.Float32));
        Assert.That(y.ToFloats(), Is.EqualTo(new[] { 1, 2, 0.5f, 1 }));
    }

    [Test]
    public void Concat_EmptyParts_AddNothing() =>
        Assert.That(Tensor.Concat([Tensor.Zeros([0, 2]), Tensor.Ones([1, 2]), Tensor.Zeros([0, 2])]).ToFloats(), Is.EqualTo(new float[] { 1, 1 }));

    [Test]
    public void Concat_UnknownLengths_StayUnknownOnlyWhereTheyMust()
    {
        Tensor a = new(new([Dim.Any, 3], DType.Float32), Device.Null), b = new(new([4, 2], DType.Float32), Device.Null);
        Assert.That(Tensor.Concat([a, b], 1).Shape, Is.EqualTo(new Shape(4, 5)));
        Assert.That(Tensor.Concat([a, a], 0).Shape, Is.EqualTo(new Shape(Dim.Any, 3)));
    }

    [Test]
    public void Concat_LargeInput_DoesNotDependOnThreads() =>
        OpCheck.Threads(x => Tensor.Concat([x[0], x[0].Transpose()], 1), Samples.Uniform([300, 300]));

    [Test]
    public void Concat_BadInputs_NameTheInput()
    {
        Assert.That(() => Tensor.Concat([]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("at least one"));
        Assert.That(() => Tensor.Concat([Tensor.Zeros([2, 3]), Tensor.Zeros([3, 3])], 1),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("input 1 has shape [3, 3] but input 0 has [2, 3]"));
        Assert.That(() => Tensor.Concat([Tensor.Zeros([2, 3]), Tensor.Zeros([2])]), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => Tensor.Stack([Tensor.Zeros([2]), Tensor.Zeros([1])]),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("all must be equal"));
    }

    [Test]
    public void Concat_RowsOfAnyLength_StandSideBySide()
    {
        foreach (int length in new[] { 1, 2, 3, 5, 9, 30, 70 })
        {
            Tensor a = Samples.Uniform([3, 2, 7, length]), b = Samples.Uniform([3, 2, 7, 4], seed: 2);
            var y = Tensor.Concat([a, b], -1);
            Assert.That(y[.., .., .., ..length].ToDoubles(), Is.EqualTo(a.ToDoubles()));
            Assert.That(y[.., .., .., length..].ToDoubles(), Is.EqualTo(b.ToDoubles()));
            OpCheck.Threads(t => Tensor.Concat([t[0].Transpose([1, 0, 2, 3]), t[1].Transpose([1, 0, 2, 3])], -1), a, b);
        }
    }
}
