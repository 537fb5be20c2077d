namespace DeepSharp.Tests;

public sealed class SearchSortedTests
{
    private static readonly Tensor s_sequence = Tensor.From(new double[] { -1.5, 0, 0, 0.25, 3 });

    [Test]
    [Covers(typeof(SearchSortedOp))]
    public void SearchSorted_Values_HoldAllChecks()
    {
        var options = new OpCheckOptions { Differentiate = [], Batched = [1] };
        foreach (bool right in new[] { false, true })
        {
            OpCheck.Run(new SearchSortedOp(right), options, s_sequence, Samples.Uniform([3, 4], -3, 4));
            OpCheck.Run(new SearchSortedOp(right), options, Tensor.From([-3, 0, 0, 4, 9]), Samples.Integers([7], -5, 12));
            OpCheck.Run(new SearchSortedOp(right), options, Tensor.From([-3L, 0, 4]), Samples.Integers([2, 3], -5, 12, DType.Int64));
        }
        OpCheck.Threads(x => Tensor.Arange(0, 50, 1, DType.Float64).SearchSorted(x[0]), Samples.Uniform([40_000], -1, 51));
    }

    [Test]
    public void SearchSorted_EqualElements_StandOnTheAskedSide()
    {
        double[] x = [-2, -1.5, 0, 0.1, 3, 4, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        Assert.That(s_sequence.SearchSorted(Tensor.From(x)).ToInts(), Is.EqualTo(new[] { 0, 0, 1, 3, 4, 5, 5, 0, 5 }));
        Assert.That(s_sequence.SearchSorted(Tensor.From(x), right: true).ToInts(), Is.EqualTo(new[] { 0, 1, 3, 3, 5, 5, 5, 0, 5 }));
        Assert.That(Tensor.From(x).Digitize(s_sequence).ToInts(), Is.EqualTo(new[] { 0, 1, 3, 3, 5, 5, 5, 0, 5 }));
        Assert.That(Tensor.Zeros([0]).SearchSorted(Tensor.From([1f, 2])).ToInts(), Is.EqualTo(new[] { 0, 0 }));
    }

    [Test]
    public void SearchSorted_Misuse_Throws()
    {
        Assert.That(() => Tensor.Zeros([2, 2]).SearchSorted(Tensor.Zeros([1])), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("a sequence with one axis"));
        Assert.That(() => new SearchSortedOp().Apply(Tensor.Zeros([2]), Tensor.From([1])), Throws.TypeOf<DTypeMismatchException>().With.Message.Contains("of one type"));
    }

    [Test]
    public void SearchSorted_AnyLength_AgreesWithCounting([Values] bool right)
    {
        for (int length = 0; length <= 40; length++)
        {
            double[] sequence = [.. Samples.Integers([length], 0, 30, seed: length).ToDoubles().Order()];
            double[] x = [.. Enumerable.Range(-1, 35).Select(i => (double)i), 3.5, double.NaN];
            Assert.That(Tensor.From(sequence).SearchSorted(Tensor.From(x), right).ToInts(),
                Is.EqualTo(x.Select(v => double.IsNaN(v) ? length : sequence.Count(s => right ? s <= v : s < v))), $"{length}");
        }
    }
}
