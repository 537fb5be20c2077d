namespace DeepSharp.Tests;

public sealed class PadTests
{
    private static readonly Tensor Row = Tensor.From([1, 2, 3]);

    [Test]
    [Covers(typeof(PadOp), typeof(PadFromInputOp))]
    public void Pad_EveryMode_HoldsAllChecks()
    {
        var x = Samples.Uniform([4, 3, 2]);
        OpCheck.Run(new PadOp([new(0, 0), new(1, 2), new(2, 0)], 0.5), x);
        OpCheck.Run(new PadOp([new(1, 0, 2), new(0, 1, 1)], 0), x);
        OpCheck.Run(new PadOp([], 0), x);
        foreach (var mode in new[] { PadMode.Reflect, PadMode.Symmetric, PadMode.Edge })
            OpCheck.Run(new PadFromInputOp([new(0, 0), new(1, 2), new(1, 0)], mode), x);
    }

    [TestCase(PadMode.Constant, new[] { 9, 9, 1, 2, 3, 9 })]
    [TestCase(PadMode.Reflect, new[] { 3, 2, 1, 2, 3, 2 })]
    [TestCase(PadMode.Symmetric, new[] { 2, 1, 1, 2, 3, 3 })]
    [TestCase(PadMode.Edge, new[] { 1, 1, 1, 2, 3, 3 })]
    public void Pad_Mode_PutsItsElements(PadMode mode, int[] expected) =>
        Assert.That(Row.Pad([(2, 1)], mode, 9).ToInts(), Is.EqualTo(expected));

    [TestCase(DType.Bool)]
    [TestCase(DType.UInt8)]
    [TestCase(DType.Int64)]
    [TestCase(DType.Float16)]
    [TestCase(DType.BFloat16)]
    public void Pad_EveryElementType_Works(DType dtype)
    {
        var y = Tensor.From([1f, 0, 1]).Cast(dtype).Pad([(1, 2)], value: 1);
        Assert.That(y.DType, Is.EqualTo(dtype));
        Assert.That(y.ToFloats(), Is.EqualTo(new float[] { 1, 1, 0, 1, 1, 1 }));
    }

    [Test]
    public void Pad_LargeInput_DoesNotDependOnThreads() =>
        OpCheck.Threads(x => x[0].Pad([(3, 5), (7, 1)]), Samples.Uniform([300, 500]));

    [Test]
    public void Pad_EmptyAxis_IsAllPadding() =>
        Assert.That(Tensor.Zeros([2, 0]).Pad([(0, 0), (1, 2)], value: 4).ToFloats(), Is.EqualTo(Enumerable.Repeat(4f, 6)));

    [Test]
    public void Pad_BadArguments_SayWhatIsWrong()
    {
        Assert.That(() => Row.Pad([(1, 1), (1, 1)]), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("has only 1 axes"));
        Assert.That(() => Row.Pad([(-1, 0)]), Throws.TypeOf<InvalidValueException>().With.Message.Contains("negative"));
        Assert.That(() => Row.Pad([(1, 0)], value: 0.5), Throws.TypeOf<InvalidValueException>().With.Message.Contains("int32 cannot hold"));
        Assert.That(() => Row.Pad([(3, 0)], PadMode.Reflect), Throws.TypeOf<InvalidValueException>().With.Message.Contains("at most 2"));
        Assert.That(() => Row.Pad([(0, 4)], PadMode.Symmetric), Throws.TypeOf<InvalidValueException>().With.Message.Contains("at most 3"));
        Assert.That(() => Tensor.Zeros([0]).Pad([(1, 0)], PadMode.Edge), Throws.TypeOf<InvalidValueException>());
    }
}
