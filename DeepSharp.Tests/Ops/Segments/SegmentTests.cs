namespace DeepSharp.Tests;

public sealed class SegmentTests
{
    // Unsorted; segment 2 has no rows.
    private static readonly Tensor s_ids = Tensor.From([3, 0, 1, 3, 0, 3]);

    private static readonly OpCheckOptions s_options = new() { Checks = OpChecks.All & ~OpChecks.OneElement, Batched = [0, 1] };

    private static IEnumerable<TestCaseData> Golden() => GoldenFile.Load("segments").Select(g => new TestCaseData(g).SetArgDisplayNames(g.Name));

    [TestCaseSource(nameof(Golden))]
    public void Segments_Golden_Agree(GoldenCase golden)
    {
        int count = golden.Attribute<int>("num_segments");
        GoldenCheck.Run(golden, t => [Reduce(golden.Attribute<string>("op")!, t[0], t[1].Cast(DType.Int32), count)]);
    }

    private static Tensor Reduce(string op, Tensor x, Tensor ids, int count) => op switch
    {
        "segment_sum" => x.SegmentSum(ids, count),
        "segment_mean" => x.SegmentMean(ids, count),
        "segment_max" => x.SegmentMax(ids, count),
        "segment_min" => x.SegmentMin(ids, count),
        "segment_prod" => x.SegmentProd(ids, count),
        _ => x.SegmentSoftmax(ids, count),
    };

    [Test]
    [Covers(typeof(SegmentMaxOp), typeof(SegmentMinOp))]
    public void SegmentExtremes_PassOpCheck()
    {
        // A segment without rows is infinite, so finite differences of it mean nothing: here each has rows.
        var ids = Tensor.From([2, 0, 1, 2, 0, 2]);
        OpCheck.Run(new SegmentMaxOp(3), s_options with { Checks = s_options.Checks & ~OpChecks.Empty }, ids, Samples.Distinct([6, 4]));
        OpCheck.Run(new SegmentMinOp(3), s_options with { Checks = s_options.Checks & ~OpChecks.Empty }, ids, Samples.Distinct([6, 2, 2]));
        OpCheck.Run(new SegmentMaxOp(3), s_options with { Checks = s_options.Checks & ~OpChecks.Empty }, ids, Samples.Distinct([6]));
    }

    [Test]
    [Covers(typeof(SegmentProdOp), typeof(SegmentMeanOp), typeof(SegmentSoftmaxOp))]
    public void SegmentProducts_PassOpCheck()
    {
        OpCheck.Run(new SegmentProdOp(4), s_options, s_ids, Samples.AwayFromZero([6, 3]));
        OpCheck.Run(new SegmentMeanOp(4), s_options, s_ids, Samples.Uniform([6, 3]));
        OpCheck.Run(new SegmentMeanOp(4), s_options, s_ids, Samples.Uniform([6]));
        OpCheck.Run(new SegmentSoftmaxOp(4), s_options, s_ids, Samples.Uniform([6, 3]));
        OpCheck.Run(new SegmentSoftmaxOp(4), s_options, s_ids, Samples.Uniform([6]));
    }

    [Test]
    public void Segments_OfRows_AreCombined()
    {
        var x = Tensor.From([1f, 2, 3, 4, 5, 6]);
        Assert.That(x.SegmentMax(s_ids, 4).ToFloats(), Is.EqualTo(new[] { 5, 3, float.NegativeInfinity, 6 }));
        Assert.That(x.SegmentMin(s_ids, 4).ToFloats(), Is.EqualTo(new[] { 2, 3, float.PositiveInfinity, 1 }));
        Assert.That(x.SegmentProd(s_ids, 4).ToFloats(), Is.EqualTo(new float[] { 10, 3, 1, 24 }));
        Assert.That(x.SegmentMean(s_ids, 4).ToFloats(), Is.EqualTo(new[] { 3.5f, 3, 0, 11 / 3f }).Within(1e-6));
        Assert.That(x.SegmentSoftmax(s_ids, 4).SegmentSum(s_ids, 4).ToFloats(), Is.EqualTo(new float[] { 1, 1, 0, 1 }).Within(1e-6));
    }

    [Test]
    public void Segments_WholeNumbers_AreKept()
    {
        var x = Tensor.From([1, -2, 3, 4, 5, 6]);
        Assert.That(x.SegmentMax(s_ids, 4).ToInts(), Is.EqualTo(new[] { 5, 3, int.MinValue, 6 }));
        Assert.That(x.Cast(DType.Int64).SegmentMin(s_ids, 4).ToArray<long>(), Is.EqualTo(new[] { -2, 3, long.MaxValue, 1 }));
        Assert.That(x.SegmentProd(s_ids, 4).ToInts(), Is.EqualTo(new[] { -10, 3, 1, 24 }));
    }

    [Test]
    public void SegmentSoftmax_LargeScores_StayFinite() => Assert.That(
        Tensor.From([1000f, 1000, -1000, 5]).SegmentSoftmax(Tensor.From([1, 1, 1, 0]), 2).ToFloats(), Is.EqualTo(new[] { 0.5f, 0.5f, 0, 1 }));

    [Test]
    public void SegmentMax_EqualRows_ShareTheGradient()
    {
        var x = Tensor.From([2f, 2, 1]);
        using var tape = new GradientTape();
        tape.Watch(x);
        Assert.That(tape.Gradient(x.SegmentMax(Tensor.From([0, 0, 0]), 1).Sum(), x).ToFloats(), Is.EqualTo(new[] { 0.5f, 0.5f, 0 }));
    }

    [Test]
    public void SegmentProd_OneZero_GradientIsTheProductOfTheRest()
    {
        var x = Tensor.From([2f, 0, 5, 0, 0]);
        using var tape = new GradientTape();
        tape.Watch(x);
        Assert.That(tape.Gradient(x.SegmentProd(Tensor.From([0, 0, 0, 1, 1]), 2).Sum(), x).ToFloats(), Is.EqualTo(new float[] { 0, 10, 0, 0, 0 }));
    }

    [Test]
    public void Segments_ManyRows_AreTheSameOnAnyNumberOfThreads()
    {
        var ids = Samples.Integers([6000], 0, 50);
        OpCheck.Threads(x => x[0].SegmentMax(x[1], 50), Samples.Distinct([6000, 33]), ids);
        OpCheck.Threads(x => x[0].SegmentProd(x[1], 50), Samples.Uniform([6000, 33], 0.9, 1.1), ids);
    }

    [Test]
    public void Segments_BadInputs_Throw()
    {
        Assert.That(() => Tensor.Zeros([3, 2]).SegmentMax(Tensor.From([0, 1]), 2), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[segment_max] expects one id for each row: ids [n] and rows [n, ..], but got [2] and [3, 2]."));
        Assert.That(() => Tensor.Zeros([2]).SegmentMin(Tensor.From([0, 2]), 2), Throws.TypeOf<InvalidValueException>().With.Message.Contains("index 2 at position [1]"));
        Assert.That(() => Tensor.Zeros([2]).SegmentProd(Tensor.From([0, -1]), 2), Throws.TypeOf<InvalidValueException>());
        Assert.That(() => Tensor.From([1, 2]).SegmentMean(Tensor.From([0, 1]), 2), Throws.TypeOf<DTypeMismatchException>());
        Assert.That(() => Tensor.Zeros([2]).SegmentMax(Tensor.From([0, 0]), -1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("zero or more"));
    }

    [Test]
    [Covers(typeof(SegmentExtremeGradientOp))]
    public void SegmentExtremeGradient_Ties_AreShared()
    {
        // Exact hits are lost by a step: only the composition is compared, not differences.
        var options = s_options with { Checks = s_options.Checks & ~(OpChecks.Gradient | OpChecks.SecondGradient) };
        foreach (int row in new[] { 1, 3, 21 })
        {
            var x = Samples.Integers([6, row], 0, 3).Cast(DType.Float64);
            OpCheck.Run(new SegmentExtremeGradientOp(4), options, s_ids, x, x.SegmentMax(s_ids, 4), Samples.Uniform([4, row]));
        }
        Tensor wrong = Tensor.Zeros([3]);
        Assert.That(
            () => new SegmentExtremeGradientOp(4).Apply(s_ids, Tensor.Zeros([6]), wrong, wrong), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[segment_extreme_gradient] expects extremes and their gradient as float32 [4] but got float32 [3] and float32 [3]."));
    }

    [Test]
    public void SegmentExtremeGradient_ManyRows_IsTheSameOnAnyNumberOfThreads()
    {
        var ids = Samples.Integers([6000], 0, 50);
        OpCheck.Threads(
            x => new SegmentExtremeGradientOp(50).Apply(x[1], x[0], x[0].SegmentMax(x[1], 50), x[2]),
            Samples.Integers([6000, 33]).Cast(DType.Float64), ids, Samples.Uniform([50, 33]));
    }
}
