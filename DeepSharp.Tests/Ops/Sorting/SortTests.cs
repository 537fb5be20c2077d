namespace DeepSharp.Tests;

public sealed class SortTests
{
    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("indexing", "sort");

    [Test]
    [Covers(typeof(SortOp))]
    public void Sort_AnyAxis_HoldsAllChecks()
    {
        var x = Samples.Distinct([3, 4, 2]);
        OpCheck.Run(new SortOp(), x);
        OpCheck.Run(new SortOp(1, true), x);
        OpCheck.Run(new SortOp(0), x);
        OpCheck.Run(new SortOp(1), Samples.Integers([3, 7]));
        OpCheck.Run(new SortOp(1), Samples.Integers([3, 7], dtype: DType.Int64));
    }

    [TestCaseSource(nameof(Cases))]
    public void Sort_Golden_Agrees(GoldenCase golden)
    {
        var (axis, descending) = (golden.Attribute<int>("axis"), golden.Attribute<bool>("descending"));
        GoldenCheck.Run(golden, x => [x[0].Sort(axis, descending), x[0].ArgSort(axis, descending)]);
    }

    [TestCase(DType.Float32)]
    [TestCase(DType.Float64)]
    public void Sort_SpecialValues_AreInOrderWithNanLast(DType dtype)
    {
        double[] values = [0, double.NaN, -1, double.PositiveInfinity, -0.0, double.NegativeInfinity, 1, double.NaN];
        var x = Tensor.From(values).Cast(dtype);
        Assert.That(x.ArgSort().ToInts(), Is.EqualTo([5, 2, 0, 4, 6, 3, 1, 7]));
        Assert.That(x.ArgSort(descending: true).ToInts(), Is.EqualTo([3, 6, 0, 4, 2, 5, 1, 7]));
        Assert.That(x.Sort().ToDoubles()[..6], Is.EqualTo([double.NegativeInfinity, -1, 0, -0.0, 1, double.PositiveInfinity]));
        Assert.That(x.Sort(descending: true).ToDoubles()[6..], Is.All.NaN);
    }

    [Test]
    public void Sort_ExtremeIntegers_AreInOrder()
    {
        Assert.That(Tensor.From([int.MaxValue, 0, int.MinValue, -1]).ArgSort().ToInts(), Is.EqualTo([2, 3, 1, 0]));
        Assert.That(Tensor.From([long.MaxValue, 0, long.MinValue, -1]).ArgSort(descending: true).ToInts(), Is.EqualTo([0, 1, 3, 2]));
    }

    [Test]
    public void Sort_LongLines_AgreeWithTheStandardSort([Values] bool descending)
    {
        var x = Samples.Integers([20, 1000], -200, 200);
        int[] values = x.ToInts(), order = x.ArgSort(1, descending).ToInts();
        for (int row = 0; row < 20; row++)
        {
            var line = Enumerable.Range(0, 1000);
            var expected = descending ? line.OrderByDescending(i => values[row * 1000 + i]) : line.OrderBy(i => values[row * 1000 + i]);
            Assert.That(order[(row * 1000)..((row + 1) * 1000)], Is.EqualTo(expected));
        }
        OpCheck.Threads(t => t[0].Sort(), Samples.Distinct([40, 500]));
    }

    [Test]
    public void Sort_BadInput_Throws()
    {
        Assert.That(() => Tensor.From([true]).Sort(), Throws.TypeOf<DTypeMismatchException>());
        Assert.That(() => Tensor.Scalar(1f).Sort(), Throws.TypeOf<ShapeMismatchException>());
    }

    [Test]
    public void Sort_LongLines_AgreesWithAStableSort([Values] bool descending, [Values(127, 128, 5000, 20_000)] int length)
    {
        var random = new Random(length);
        float[] x = [.. Enumerable.Range(0, length).Select(i =>
            i % 97 == 0 ? float.NaN : i % 89 == 0 ? -0f : (float)(random.NextDouble() - 0.5) * (i % 2 == 0 ? 1 : 1e30f))];
        int[] whole = [.. x.Select(_ => random.Next(-50, 50))];
        int[] places = [.. Enumerable.Range(0, length)];
        int[] Expected<T>(T[] of, Func<T, double> key) =>
            [.. places.OrderBy(i => double.IsNaN(key(of[i]))).ThenBy(i => descending ? -key(of[i]) : key(of[i]))];
        Assert.That(Tensor.From(x).ArgSort(descending: descending).ToInts(), Is.EqualTo(Expected(x, v => v + 0.0)));
        Assert.That(Tensor.From(whole).ArgSort(descending: descending).ToInts(), Is.EqualTo(Expected(whole, v => v)));
    }
}
