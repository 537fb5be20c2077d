namespace DeepSharp.Tests;

public sealed class TakeAlongAxisTests
{
    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("indexing", "take_along_axis");

    [Test]
    [Covers(typeof(TakeAlongAxisOp), typeof(ScatterAddAlongAxisOp))]
    public void TakeAlongAxis_AnyAxis_HoldsAllChecks()
    {
        var x = Samples.Uniform([3, 4, 2]);
        var indices = Tensor.From([0, -3, 2, 3, -1, 1, 1, 3, 0, -4, 2, 2, 2, 2, 0, 1, 3, 0, -1, 1, 1, 0, 0, 3, 2, 1, -2, -1, 0, 0], [3, 5, 2]);
        OpCheck.Run(new TakeAlongAxisOp(1), x, indices);
        OpCheck.Run(new TakeAlongAxisOp(-1), x, Tensor.From([0L, 1, 1, -2, 0, 0, -1, 1, 1, 0, 1, 0], [3, 4, 1]));
        OpCheck.Run(new TakeAlongAxisOp(0), new OpCheckOptions { Batched = [] }, x, Tensor.From([0, 2, 1, 1, -1, 0, 2, 0, 0, 2, 1, -3, 1, 0, 2, 0], [2, 4, 2]));
        OpCheck.Run(new ScatterAddAlongAxisOp(1, 4), indices, Samples.Uniform([3, 5, 2]));
        OpCheck.Run(t => t[0].TakeAlongAxis(t[1], 1), new OpCheckOptions { Batched = [0] }, x, Tensor.From([0, 3], [1, 2, 1]));
    }

    [TestCaseSource(nameof(Cases))]
    public void TakeAlongAxis_Golden_Agrees(GoldenCase golden) =>
        GoldenCheck.Run(golden, x => [x[0].TakeAlongAxis(x[1].Cast(DType.Int32), golden.Attribute<int>("axis"))]);

    [Test]
    public void TakeAlongAxis_LargeInput_DoesNotDependOnThreads()
    {
        OpCheck.Threads(x => x[0].TakeAlongAxis(x[1], 0), Samples.Uniform([50, 700]), Samples.Integers([90, 700], 0, 50));
        OpCheck.Threads(x => x[0].TakeAlongAxis(x[1], 1), Samples.Uniform([700, 50]), Samples.Integers([700, 90], 0, 50));
    }

    [Test]
    public void TakeAlongAxis_BadArguments_SayWhatIsWrong()
    {
        var x = Samples.Uniform([2, 3]);
        Assert.That(() => x.TakeAlongAxis(Tensor.From([0, 3], [2, 1]), 1),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("index 3 at position [1, 0]"));
        Assert.That(() => x.TakeAlongAxis(Tensor.From([0]), 1), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("2 axes"));
        Assert.That(() => x.TakeAlongAxis(Samples.Integers([3, 1], 0, 1), 1), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => new TakeAlongAxisOp(1).Apply(x, Samples.Integers([1, 1], 0, 1)), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => x.TakeAlongAxis(x, 1), Throws.TypeOf<DTypeMismatchException>());
    }

    [Test]
    public void Indices_LongAndFromTheEnd_AreReadAndChecked()
    {
        var x = Samples.Uniform([1, 60]);
        foreach (int count in new[] { 7, 8, 33, 40 })
        {
            int[] places = [.. Enumerable.Range(0, count).Select(i => i % 3 == 0 ? -1 - i : i)];
            var numbers = x.ToDoubles();
            Assert.That(x.TakeAlongAxis(Tensor.From(places, [1, count]), 1).ToDoubles(), Is.EqualTo(places.Select(p => numbers[p < 0 ? 60 + p : p])));
            foreach (var (wrong, at) in new[] { (60, 0), (-61, count - 1), (60, count / 2) })
            {
                int[] bad = [.. places];
                bad[at] = wrong;
                Assert.That(() => x.TakeAlongAxis(Tensor.From(bad, [1, count]), 1),
                    Throws.TypeOf<InvalidValueException>().With.Message.Contains($"index {wrong} at position [0, {at}]")
                        .And.Message.Contains("expected -60 to 59"));
            }
        }
    }
}
