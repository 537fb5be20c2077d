namespace DeepSharp.Tests.Data;

public sealed class DatasetTransformsTests
{
    /// <summary>The inputs 0, 1, … with targets ten times as large.</summary>
    private static Dataset Numbers(int count) => Dataset.From(
        Enumerable.Range(0, count).Select(i => (Example)(Tensor.Scalar((float)i), Tensor.Scalar(10 * i))), count);

    private static int[] Values(IEnumerable<Example> data) => [.. data.SelectMany(e => e.X[0].ToInts())];

    [Test]
    public void Map_ThreeForms_ChangeWhatTheySay()
    {
        var data = Numbers(3);
        Assert.That(Values(data.Map(x => x + 1)), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(data.Map(x => x + 1).Select(e => e.Y[0].Item()), Is.EqualTo(new[] { 0, 10, 20 }));
        var both = data.Map((x, y) => (x * 2, y - 1));
        Assert.That(both.Select(e => (e.X[0].Item(), e.Y[0].Item())), Is.EqualTo(new[] { (0.0, -1.0), (2, 9), (4, 19) }));
        var whole = data.Map(e => e with { Y = [], SampleWeights = [e.X[0]] });
        Assert.That(whole.Select(e => (e.Y.Length, e.SampleWeights[0].Item())), Is.EqualTo(new[] { (0, 0.0), (0, 1), (0, 2) }));
        Assert.That((both.Count, whole.Count), Is.EqualTo((3L, 3L)));
    }

    [Test]
    public void Map_OfInputAndTarget_WithoutTargets_Throws()
    {
        var data = Dataset.From(Tensor.Ones([2, 3])).Map((x, y) => (x, y));
        Assert.That(() => data.First(), Throws.TypeOf<DeepSharpException>().With.Message.Contains("[Dataset.Map]").And.Message.Contains("no target"));
    }

    [Test]
    public void Where_KeepsWhatTheTestHoldsFor()
    {
        var even = Numbers(6).Where(e => e.X[0].Item() % 2 == 0);
        Assert.That(Values(even), Is.EqualTo(new[] { 0, 2, 4 }));
        Assert.That(even.Count, Is.Null);
    }

    [Test]
    public void Batch_StacksNeighbours()
    {
        var data = Numbers(5).Batch(2);
        Assert.That((data.Count, data.IsBatched), Is.EqualTo((3L, true)));
        Assert.That(data.Select(b => b.X[0].Shape), Is.EqualTo(new Shape[] { [2], [2], [1] }));
        Assert.That(Values(data), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(data.Last().Y[0].ToInts(), Is.EqualTo(new[] { 40 }));
        Assert.That(data.First().Y[0].DType, Is.EqualTo(DType.Int32));
    }

    [Test]
    public void Batch_DropRemainder_LeavesOutTheSmallerOne()
    {
        var data = Numbers(5).Batch(2, dropRemainder: true);
        Assert.That(data.Count, Is.EqualTo(2));
        Assert.That(Values(data), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(Numbers(4).Batch(2, dropRemainder: true).Count(), Is.EqualTo(2));
        Assert.That(Numbers(1).Batch(2, dropRemainder: true), Is.Empty);
    }

    [Test]
    public void Batch_UnequalShapes_Throws()
    {
        var data = Dataset.From([(Example)Tensor.Ones([2]), Tensor.Ones([3])]).Batch(2);
        Assert.That(() => data.First(), Throws.TypeOf<ShapeMismatchException>().With.Message.EqualTo(
            "[Dataset.Batch] samples of one batch differ in shape: [2] and [3]. Pad or resize them first."));
    }

    [Test]
    public void Batch_UnequalKindsOfTensors_Throws()
    {
        Example alone = Tensor.Ones([2]), pair = (Tensor.Ones([2]), Tensor.Scalar(1));
        foreach (var order in new Example[][] { [alone, pair], [pair, alone] })
            Assert.That(() => Dataset.From(order).Batch(2).First(), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("samples of one batch differ"));
    }

    [Test]
    public void Batch_Unfit_Throws()
    {
        Assert.That(() => Numbers(3).Batch(0), Throws.TypeOf<InvalidValueException>().With.Message.Contains("must be positive, got 0"));
        Assert.That(() => Numbers(3).Batch(2).Batch(2), Throws.TypeOf<DeepSharpException>().With.Message.Contains("Unbatch first"));
    }

    [Test]
    public void Unbatch_TakesBatchesApart()
    {
        var data = Numbers(5).Batch(2).Unbatch();
        Assert.That((data.Count, data.IsBatched), Is.EqualTo(((long?)null, false)));
        Assert.That(data.Select(e => (e.X[0].Item(), e.Y[0].Item())), Is.EqualTo(Enumerable.Range(0, 5).Select(i => ((double)i, 10.0 * i))));
        Assert.That(() => Numbers(3).Unbatch(), Throws.TypeOf<DeepSharpException>().With.Message.Contains("not batches"));
    }

    [TestCase(1), TestCase(4), TestCase(20), TestCase(100)]
    public void Shuffle_GivesEachElementOnce(int buffer)
    {
        var data = Numbers(20).Shuffle(buffer, seed: 3);
        Assert.That(data.Count, Is.EqualTo(20));
        for (int pass = 0; pass < 3; pass++)
        {
            int[] values = Values(data);
            Assert.That(values, Is.EquivalentTo(Enumerable.Range(0, 20)));
            if (buffer == 1) Assert.That(values, Is.Ordered);
            else Assert.That(values, Is.Not.Ordered);
            // Element k of the result was read by the time k + buffer elements were.
            for (int k = 0; k < 20; k++) Assert.That(values[k], Is.LessThan(k + buffer));
        }
    }

    [Test]
    public void Shuffle_Seed_FixesEveryPass()
    {
        Dataset a = Numbers(20).Shuffle(20, seed: 3), b = Numbers(20).Shuffle(20, seed: 3), other = Numbers(20).Shuffle(20, seed: 4);
        int[] first = Values(a), second = Values(a);
        Assert.That(second, Is.Not.EqualTo(first), "another order each pass");
        Assert.That(Values(b), Is.EqualTo(first));
        Assert.That(Values(b), Is.EqualTo(second));
        Assert.That(Values(other), Is.Not.EqualTo(first));
        var same = Numbers(20).Shuffle(20, seed: 3, reshuffleEachIteration: false);
        Assert.That(Values(same), Is.EqualTo(first));
        Assert.That(Values(same), Is.EqualTo(first));
        Assert.That(() => Numbers(3).Shuffle(0), Throws.TypeOf<InvalidValueException>());
    }

    [Test]
    public void Repeat_ReadsAgain()
    {
        var data = Numbers(3).Repeat(2);
        Assert.That(data.Count, Is.EqualTo(6));
        Assert.That(Values(data), Is.EqualTo(new[] { 0, 1, 2, 0, 1, 2 }));
        Assert.That(Numbers(3).Repeat(0), Is.Empty);
        var endless = Numbers(3).Repeat();
        Assert.That(endless.Count, Is.Null);
        Assert.That(Values(endless.Take(7)), Is.EqualTo(new[] { 0, 1, 2, 0, 1, 2, 0 }));
    }

    [Test, CancelAfter(20_000)]
    public void Repeat_OfNothing_Ends()
    {
        Assert.That(Numbers(0).Repeat().Take(1), Is.Empty);
        int passes = 0;
        var counted = Dataset.Generate(() =>
        {
            passes++;
            return [];
        });
        Assert.That(counted.Repeat(), Is.Empty);
        Assert.That(passes, Is.EqualTo(1));
    }

    [Test]
    public void TakeAndSkip_SplitTheSequence()
    {
        var data = Numbers(5);
        Assert.That((data.Take(2).Count, data.Skip(2).Count, data.Take(9).Count, data.Skip(9).Count), Is.EqualTo((2L, 3L, 5L, 0L)));
        Assert.That(Values(data.Take(2).Concat(data.Skip(2))), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(data.Skip(9), Is.Empty);
        Assert.That(data.Where(_ => true).Take(2).Count, Is.Null);
    }

    [Test]
    public void Counts_Negative_Throw()
    {
        Assert.That(() => Numbers(3).Take(-1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("[Dataset.Take]").And.Message.Contains("-1"));
        Assert.That(() => Numbers(3).Skip(-1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("[Dataset.Skip]").And.Message.Contains("-1"));
        Assert.That(() => Numbers(3).Repeat(-1), Throws.TypeOf<InvalidValueException>().With.Message.Contains("[Dataset.Repeat]").And.Message.Contains("-1"));
    }

    [Test]
    public void Concat_JoinsAndAddsCounts()
    {
        var data = Numbers(2).Concat(Numbers(3));
        Assert.That(data.Count, Is.EqualTo(5));
        Assert.That(Values(data), Is.EqualTo(new[] { 0, 1, 0, 1, 2 }));
        Assert.That(Numbers(2).Concat(Numbers(3).Repeat()).Count, Is.Null);
    }

    [Test]
    public void Zip_PutsTensorsSideBySide()
    {
        var data = Numbers(3).Zip(Numbers(5).Skip(1));
        Assert.That(data.Count, Is.EqualTo(3));
        Assert.That(data.Select(e => (e.X[0].Item(), e.X[1].Item(), e.Y[0].Item(), e.Y[1].Item())), Is.EqualTo(new[] { (0.0, 1.0, 0.0, 10.0), (1, 2, 10, 20), (2, 3, 20, 30) }));
    }

    [Test]
    public void ConcatAndZip_OfSamplesAndBatches_Throw()
    {
        Assert.That(() => Numbers(4).Concat(Numbers(4).Batch(2)), Throws.TypeOf<DeepSharpException>().With.Message.Contains("[Dataset.Concat]"));
        Assert.That(() => Numbers(4).Batch(2).Zip(Numbers(4)), Throws.TypeOf<DeepSharpException>().With.Message.Contains("[Dataset.Zip]"));
    }

    [Test]
    public void Cache_ReadsTheSourceOnce()
    {
        int read = 0;
        var data = Numbers(4).Map(e =>
        {
            read++;
            return e;
        }).Cache();
        Assert.That(data.Count, Is.EqualTo(4));
        Assert.That(Values(data.Take(2)), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(read, Is.EqualTo(2), "a pass that was left early is not kept");
        for (int i = 0; i < 3; i++) Assert.That(Values(data), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(read, Is.EqualTo(6));
    }
}
