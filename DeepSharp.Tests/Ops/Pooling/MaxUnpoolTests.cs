namespace DeepSharp.Tests;

public sealed class MaxUnpoolTests
{
    [Test]
    [Covers(typeof(MaxPoolIndicesOp))]
    public void MaxPoolIndices_PassesOpCheck()
    {
        var values = new OpCheckOptions { Checks = OpChecks.All & ~(OpChecks.Gradient | OpChecks.SecondGradient) };
        OpCheck.Run(new MaxPoolIndicesOp([2], [2], Padding.Valid), values, Samples.Distinct([2, 6, 5]));
        OpCheck.Run(new MaxPoolIndicesOp([3, 2], [2, 1], Padding.Same), values, Samples.Distinct([2, 4, 3, 3]));
    }

    [Test]
    [Covers(typeof(MaxUnpoolOp))]
    public void MaxUnpool_PassesOpCheck()
    {
        OpCheck.Run(new MaxUnpoolOp([5]), Samples.Uniform([2, 3, 2]), Samples.Integers([2, 3, 2], 0, 10));
        OpCheck.Run(new MaxUnpoolOp([2, 3]), Samples.Uniform([2, 2, 1, 2]), Samples.Integers([2, 2, 1, 2], 0, 12));
    }

    [Test]
    public void MaxPoolWithIndices_Image_NamesPlacesWithinTheImage()
    {
        var x = Tensor.From([1f, 9, 3, 2, 4, 1, 5, 8, 9, 0, 0, 7, 6, 2, 3, 1], [2, 2, 2, 2]);
        var (values, indices) = x.MaxPoolWithIndices([2]);
        Assert.That(values.ToFloats(), Is.EqualTo(new float[] { 5, 9, 9, 7 }));
        Assert.That(indices.ToInts(), Is.EqualTo(new[] { 6, 1, 0, 3 }));
        var back = values.MaxUnpool(indices, [2, 2]);
        Assert.That(back.ToFloats(), Is.EqualTo(new float[] { 0, 9, 0, 0, 0, 0, 5, 0, 9, 0, 0, 7, 0, 0, 0, 0 }));
    }

    [Test]
    public void MaxPoolWithIndices_EqualElements_TakesTheFirst() =>
        Assert.That(Tensor.Ones([1, 4, 1]).MaxPoolWithIndices([2]).Indices.ToInts(), Is.EqualTo(new[] { 0, 2 }));

    [Test]
    public void MaxUnpool_OnePlaceTwice_Adds() => Assert.That(
        Tensor.From([2f, 3], [1, 2, 1]).MaxUnpool(Tensor.From([1, 1], [1, 2, 1]), [3]).ToFloats(), Is.EqualTo(new float[] { 0, 5, 0 }));

    [Test]
    public void MaxUnpool_BadInputs_Throw()
    {
        Assert.That(() => Tensor.Zeros([1, 2, 1]).MaxUnpool(Tensor.From([1], [1, 1, 1]), [3]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("places of the same shape"));
        Assert.That(() => Tensor.Zeros([1, 1, 1]).MaxUnpool(Tensor.From([4], [1, 1, 1]), [3]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("outside axis 1 of length 3"));
        Assert.That(() => Tensor.Zeros([1, 1, 1]).MaxUnpool(Tensor.Zeros([1, 1, 1]), [3]), Throws.TypeOf<DTypeMismatchException>());
    }
}
