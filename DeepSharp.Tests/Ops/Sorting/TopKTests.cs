namespace DeepSharp.Tests;

public sealed class TopKTests
{
    private static IEnumerable<GoldenCase> Cases => GoldenFile.Load("indexing", "top_k");

    [Test]
    [Covers(typeof(TopKOp))]
    public void TopK_AnyK_HoldsAllChecks()
    {
        foreach (int k in new[] { 0, 1, 3, 5 }) OpCheck.Run(new TopKOp(k), Samples.Distinct([2, 3, 5]));
        OpCheck.Run(new TopKOp(2), Samples.Integers([4, 6]));
    }

    [TestCaseSource(nameof(Cases))]
    public void TopK_Golden_Agrees(GoldenCase golden) => GoldenCheck.Run(golden, x =>
    {
        var (values, indices) = x[0].TopK(golden.Attribute<int>("k"));
        return [values, indices];
    });

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(300)]
    [TestCase(2000)]
    public void TopK_LongLinesWithTies_AgreesWithSort(int k)
    {
        var x = Samples.Integers([5, 2000], -100, 100);
        var (values, indices) = x.TopK(k);
        Assert.That(indices.ToInts(), Is.EqualTo(x.ArgSort(descending: true)[.., ..k].ToInts()));
        Assert.That(values.ToInts(), Is.EqualTo(x.TakeAlongAxis(indices, 1).ToInts()));
        var rising = Tensor.Arange(2000);   // every element enters the list
        Assert.That(rising.TopK(k).Indices.ToInts(), Is.EqualTo(Enumerable.Range(0, k).Select(i => 1999 - i)));
    }

    [Test]
    public void TopK_Nan_IsTheSmallest() =>
        Assert.That(Tensor.From([float.NaN, 1, float.NegativeInfinity]).TopK(3).Indices.ToInts(), Is.EqualTo([1, 2, 0]));

    [Test]
    public void TopK_MoreThanThereAre_Throws()
    {
        Assert.That(() => Tensor.From([1f, 2]).TopK(3),
            Throws.TypeOf<InvalidValueException>().With.Message.Contains("from 0 to the length 2"));
        Assert.That(() => Tensor.From([1f, 2]).TopK(-1), Throws.TypeOf<InvalidValueException>());
    }

    [TestCase(1)]
    [TestCase(10)]
    [TestCase(32)]
    [TestCase(33)]
    [TestCase(150)]
    [TestCase(2000)]
    public void TopK_NaNInfinitiesAndZeros_AgreesWithAStableSort(int k)
    {
        var random = new Random(k);
        float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, float.Epsilon, 1, 1, 2];
        foreach (int every in new[] { 1, 3, 500 })
        {
            float[] x = [.. Enumerable.Range(0, 2000).Select(i => i % every == 0 ? special[random.Next(special.Length)] : (float)random.NextDouble())];
            // Descending, NaN last, ties in their order.
            int[] expected = [.. Enumerable.Range(0, x.Length).OrderBy(i => float.IsNaN(x[i])).ThenByDescending(i => x[i] + 0f).Take(k)];
            Assert.That(Tensor.From(x).TopK(k).Indices.ToInts(), Is.EqualTo(expected), $"every {every}");
            Assert.That(Tensor.From(x).Cast(DType.Float64).TopK(k).Indices.ToInts(), Is.EqualTo(expected), $"every {every}, float64");
        }
        float[] mostly = [.. Enumerable.Range(0, 300).Select(i => i == 250 ? 1 : float.NaN)];
        Assert.That(Tensor.From(mostly).TopK(1).Indices.ToInts(), Is.EqualTo(new[] { 250 }));
    }
}
