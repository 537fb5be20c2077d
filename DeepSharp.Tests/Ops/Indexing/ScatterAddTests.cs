namespace DeepSharp.Tests;

public sealed class ScatterAddTests
{
    private static readonly OpCheckOptions s_fixed = new() { Batched = [] };

    private static IEnumerable<GoldenCase> Adds => GoldenFile.Load("indexing", "scatter_add");

    private static IEnumerable<GoldenCase> Points => GoldenFile.Load("indexing", "scatter");

    private static IEnumerable<GoldenCase> Segments => GoldenFile.Load("indexing", "segment_sum");

    [Test]
    [Covers(typeof(ScatterAddOp), typeof(FlatIndexOp))]
    public void ScatterAdd_AnyAxis_HoldsAllChecks()
    {
        OpCheck.Run(new ScatterAddOp(0, 5), Tensor.From([4, 0, 4, -1]), Samples.Uniform([4, 3]));
        OpCheck.Run(new ScatterAddOp(1, 3), s_fixed, Tensor.From([2L, 1, 2, 0], [2, 2]), Samples.Uniform([3, 2, 2, 2]));
        OpCheck.Run(new ScatterAddOp(1, 4), new OpCheckOptions { Batched = [1] }, Tensor.From([1, 1]), Samples.Uniform([6, 2]));
        OpCheck.Run(new ScatterAddOp(0, 2), s_fixed, Tensor.Scalar(1), Samples.Uniform([3]));
        OpCheck.Run(new FlatIndexOp([3, 4]), Tensor.From([2, -1, 0, 1], [2, 2]));
    }

    [TestCaseSource(nameof(Adds))]
    public void ScatterAdd_Golden_Agrees(GoldenCase golden) =>
        GoldenCheck.Run(golden, x => [x[0].ScatterAdd(x[1].Cast(DType.Int32), x[2], golden.Attribute<int>("axis"))]);

    [TestCaseSource(nameof(Points))]
    public void Scatter_Golden_Agrees(GoldenCase golden) =>
        GoldenCheck.Run(golden, x => [Tensor.Scatter(x[0].Cast(DType.Int32), x[1], golden.Attribute<int[]>("shape")!)]);

    [TestCaseSource(nameof(Segments))]
    public void SegmentSum_Golden_Agrees(GoldenCase golden) =>
        GoldenCheck.Run(golden, x => [x[0].SegmentSum(x[1].Cast(DType.Int32), golden.Attribute<int>("num_segments"))]);

    [Test]
    public void Scatter_Rows_HoldAllChecks() =>
        OpCheck.Run(x => Tensor.Scatter(x[0], x[1], [4, 3]), s_fixed, Tensor.From([3, 0, 3], [3, 1]), Samples.Uniform([3, 3]));

    [Test]
    public void ScatterAdd_ManyUpdatesOfFewRows_DoesNotDependOnThreads()
    {
        var indices = Samples.Integers([6000], 0, 40);
        OpCheck.Threads(x => x[0].SegmentSum(x[1], 40), Samples.Uniform([6000, 33]), indices);
        OpCheck.Threads(x => x[0].SegmentSum(x[1], 40), Samples.Uniform([6000]).Cast(DType.Float32), indices);
    }

    [Test]
    public void ScatterAdd_Integers_AreSummedExactly() =>
        Assert.That(Tensor.From([1L << 40, 5, 1]).SegmentSum(Tensor.From([1, 0, 1]), 3).ToArray<long>(), Is.EqualTo([5, (1L << 40) + 1, 0]));

    [Test]
    public void Scatter_BadArguments_SayWhatIsWrong()
    {
        var x = Samples.Uniform([3, 2]);
        Assert.That(() => x.SegmentSum(Tensor.From([0, -1, 1]), 2),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("expected 0 to 1"));
        Assert.That(() => x.SegmentSum(Tensor.From([0, 1]), 2),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("must have the axes [2]"));
        Assert.That(() => Tensor.Scatter(Tensor.From([0, 3], [1, 2]), Tensor.From([1f]), [2, 3]),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("index 3 at position [0, 1] of the indices is outside axis 1 of length 3"));
        Assert.That(() => Tensor.Scatter(Tensor.From([0, 1], [1, 2]), x, [2, 3]),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("need values of shape [1]"));
        Assert.That(() => Tensor.Scatter(Tensor.From([0, 1, 1], [1, 3]), x, [2, 3]), Throws.TypeOf<ShapeMismatchException>());
        Assert.That(() => x.ScatterAdd(Tensor.From([0]), Samples.Uniform([1, 5])),
            Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("do not fit [3, 2]"));
        Assert.That(() => Tensor.Ones([3], DType.Bool).SegmentSum(Tensor.From([0, 0, 0]), 1), Throws.TypeOf<DTypeMismatchException>());
    }

    [Test]
    public void ScatterAdd_ShortRowsAndManyParts_AddInOrder([Values(1, 2, 3, 8, 9)] int row, [Values(1, 16, 40)] int parts)
    {
        Tensor index = Samples.Integers([50], -7, 7), updates = Samples.Uniform([parts, 50, row]);
        var (places, given) = (index.ToInts(), updates.ToDoubles());
        var expected = new double[parts * 7 * row];
        for (int p = 0; p < parts; p++)
            for (int i = 0; i < 50; i++)
                for (int c = 0; c < row; c++) expected[(p * 7 + (places[i] + 7) % 7) * row + c] += given[(p * 50 + i) * row + c];
        Assert.That(new ScatterAddOp(1, 7).Apply(index, updates).ToDoubles(), Is.EqualTo(expected));
        OpCheck.Threads(t => new ScatterAddOp(1, 7).Apply(t[0], t[1]), index, updates);
    }

    [Test]
    public void FlatIndex_SeveralOutside_NamesTheFirst()
    {
        int[] places = [.. Enumerable.Range(0, 60_000).Select(i => i % 3)];
        (places[40_001], places[50_000], places[59_999]) = (-4, 3, 9);
        Assert.That(() => new FlatIndexOp([3, 3]).Apply(Tensor.From(places, [30_000, 2])),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("index -4 at position [20000, 1]").And.Message.Contains("axis 1 of length 3"));
        places[40_001] = places[50_000] = places[59_999] = -1;
        OpCheck.Threads(t => new FlatIndexOp([3, 3]).Apply(t[0]), Tensor.From(places, [30_000, 2]));
    }
}
