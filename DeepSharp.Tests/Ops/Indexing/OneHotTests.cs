namespace DeepSharp.Tests;

public sealed class OneHotTests
{
    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("indexing", "one_hot");

    [Test]
    [Covers(typeof(OneHotOp))]
    public void OneHot_AnyAxis_HoldsAllChecks()
    {
        OpCheck.Run(new OneHotOp(4), Samples.Integers([3, 2], -1, 5));
        OpCheck.Run(new OneHotOp(4, 1, DType.Int32), Samples.Integers([3, 2], -1, 5, DType.Int64));
        OpCheck.Run(new OneHotOp(0, 0, DType.Bool), Samples.Integers([3], 0, 1));
    }

    [TestCaseSource(nameof(Cases))]
    public void OneHot_Golden_Agrees(GoldenCase golden) =>
        GoldenCheck.Run(golden, x => [x[0].Cast(DType.Int64).OneHot(golden.Attribute<int>("num_classes"), golden.Attribute<int>("axis"))]);

    [Test]
    public void OneHot_Bytes_AreClasses() => Assert.That(Tensor.From(new byte[] { 1, 0 }).OneHot(2).ToFloats(), Is.EqualTo(new float[] { 0, 1, 1, 0 }));

    [Test]
    public void OneHot_BadArguments_SayWhatIsWrong()
    {
        Assert.That(() => Tensor.From([1f]).OneHot(2), Throws.TypeOf<DTypeMismatchException>().With.Message.Contains("int32 or int64"));
        Assert.That(() => Tensor.From([1]).OneHot(-1), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => Tensor.From([1]).OneHot(2, 3), Throws.TypeOf<ShapeMismatchException>());
    }
}
