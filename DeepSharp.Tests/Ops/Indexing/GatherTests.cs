namespace DeepSharp.Tests;

public sealed class GatherTests
{
    private static readonly OpCheckOptions s_fixed = new() { Batched = [] };

    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("indexing", "take");

    [Test]
    [Covers(typeof(GatherOp))]
    public void Gather_AnyAxis_HoldsAllChecks()
    {
        var x = Samples.Uniform([6, 5, 3]);
        OpCheck.Run(new GatherOp(1), x, Tensor.From([0, 4, 4, -1]));
        OpCheck.Run(new GatherOp(2), x, Tensor.From([-1L, 1, -3, 0], [2, 2]));
        OpCheck.Run(new GatherOp(0), s_fixed, x, Tensor.From([0, 1, 5, 5], [2, 2]));
        OpCheck.Run(new GatherOp(-1), x, Tensor.Scalar(-1));
        OpCheck.Run(new GatherOp(1), new OpCheckOptions { Checks = OpChecks.All & ~OpChecks.OneElement }, x, Tensor.From(Array.Empty<int>()));
        OpCheck.Run(t => t[0].Gather(t[1]), new OpCheckOptions { Batched = [1] }, Samples.Uniform([6, 2]), Tensor.From([0, 3, 2, 2]));
    }

    [TestCaseSource(nameof(Cases))]
    public void Gather_Golden_Agrees(GoldenCase golden) =>
        GoldenCheck.Run(golden, x => [x[0].Gather(x[1].Cast(DType.Int32), golden.Attribute<int>("axis"))]);

    [Test]
    public void GatherNd_Coordinates_HoldAllChecks()
    {
        var x = Samples.Uniform([3, 4, 2]);
        OpCheck.Run(t => t[0].GatherNd(t[1]), s_fixed, x, Tensor.From([0, -1, 2, 1], [2, 2]));
        OpCheck.Run(t => t[0].GatherNd(t[1]), s_fixed, x, Tensor.From([0, 0, -1, 1, 2, 0], [2, 1, 3]));
        Assert.That(Tensor.From([1, 2, 3, 4], [2, 2]).GatherNd(Tensor.From([1, 0, 0, 1], [2, 2])).ToInts(), Is.EqualTo([3, 2]));
    }

    [TestCase(DType.Bool)]
    [TestCase(DType.Float16)]
    [TestCase(DType.Int64)]
    public void Gather_EveryElementType_Works(DType dtype) =>
        Assert.That(Tensor.From([0, 1, 0, 1]).Cast(dtype).Gather(Tensor.From([1, 2, 3])).ToInts(), Is.EqualTo([1, 0, 1]));

    [Test]
    public void Gather_LargeTable_DoesNotDependOnThreads()
    {
        var indices = Samples.Integers([4000], 0, 50);
        OpCheck.Threads(x => x[0].Gather(x[1]), Samples.Uniform([50, 64]), indices);
        OpCheck.Threads(x => x[0].Gather(x[1], 1), Samples.Uniform([30, 50]), indices);
    }

    [Test]
    public void Gather_OutsideTheAxis_NamesIndexPositionAndLength()
    {
        var x = Samples.Uniform([2, 5]);
        Assert.That(() => x.Gather(Tensor.From([0, 1, 2, 5], [2, 2]), 1), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "[gather] index 5 at position [1, 1] of the indices is outside axis 1 of length 5: expected -5 to 4."));
        Assert.That(() => x.Gather(Tensor.From([-3L])),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("index -3 at position [0]"));
        Assert.That(() => Tensor.Zeros([0, 2]).Gather(Tensor.From([0])),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("the axis is empty"));
        Assert.That(() => x.Gather(Tensor.From([0f])), Throws.TypeOf<DTypeMismatchException>().With.Message.Contains("int32 or int64"));
        Assert.That(() => x.GatherNd(Tensor.From([1, 5], [1, 2])),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("index 5 at position [0, 1]"));
        Assert.That(() => x.GatherNd(Tensor.From([1, 1, 1], [1, 3])), Throws.TypeOf<ShapeMismatchException>());
        var program = Program.Compile(Device.Cpu, [new([1], DType.Int32)], t => [x.Gather(t[0])]);
        Assert.That(() => program.Run(Tensor.From([9])), Throws.TypeOf<InvalidValueException>());
        Assert.That(program.Run(Tensor.From([1]))[0].ToDoubles(), Is.EqualTo(x[1].ToDoubles()));
    }
}
