namespace DeepSharp.Tests;

public sealed class UpSampleTests
{
    [Test]
    [Covers(typeof(UpSampleOp))]
    public void UpSample_OneAndTwoAxes_PassesOpCheck()
    {
        OpCheck.Run(new UpSampleOp([3]), Samples.Uniform([2, 3, 2]));
        OpCheck.Run(new UpSampleOp([2, 3]), Samples.Uniform([2, 3, 2, 2]));
    }

    [Test]
    public void UpSample_Image_RepeatsRowsAndColumns()
    {
        var y = Tensor.From([1f, 2, 3, 4], [1, 2, 2, 1]).UpSample([1, 2]);
        Assert.That(y.Shape, Is.EqualTo(new Shape(1, 2, 4, 1)));
        Assert.That(y.ToFloats(), Is.EqualTo(new float[] { 1, 1, 2, 2, 3, 3, 4, 4 }));
        Assert.That(
            Tensor.From([1f, 2], [1, 2, 1, 1]).UpSample([2]).ToFloats(), Is.EqualTo(new float[] { 1, 1, 1, 1, 2, 2, 2, 2 }));
    }

    [Test]
    public void UpSample_UnknownLengths_StayUnknown() => Assert.That(
        new Tensor(new([Dim.Any, Dim.Any, 4, 3], DType.Float32), Device.Null).UpSample([2]).Shape, Is.EqualTo(new Shape(Dim.Any, Dim.Any, 8, 3)));

    [Test]
    public void UpSample_BadFactors_Throw()
    {
        Assert.That(() => Tensor.Zeros([1, 2, 2, 1]).UpSample([0]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("factors must be at least 1"));
        Assert.That(() => Tensor.Zeros([2, 2]).UpSample([2]), Throws.TypeOf<ShapeMismatchException>());
    }

    [Test]
    public void UpSample_PixelsOfAnySize_AreTheComposition()
    {
        foreach (int channels in new[] { 1, 3, 4, 5, 8, 17, 70 })
        {
            var options = new OpCheckOptions { Checks = OpChecks.Strided | OpChecks.Half | OpChecks.Single };
            OpCheck.Run(new UpSampleOp([2, 3]), options, Samples.Uniform([2, 3, 4, channels]));
            OpCheck.Run(new UpSampleOp([1, 3, 2]), new OpCheckOptions { Checks = OpChecks.Values }, Samples.Integers([2, 2, 3, 4, channels]));
        }
        OpCheck.Run(new UpSampleOp([2, 2]), new OpCheckOptions { Checks = OpChecks.Values }, Samples.Bools([1, 3, 2, 1]));
        OpCheck.Threads(x => x[0].UpSample([3, 2]), Samples.Uniform([3, 70, 50, 3]));
    }
}
