namespace DeepSharp.Tests.Data;

public sealed class ArrayFeedTests
{
    /// <summary>Rows wide enough for the staging thread, which takes batches from 256 KiB on.</summary>
    private const int Wide = 32 * 1024;

    /// <summary>Row i holds the number i throughout; so does target i.</summary>
    private static DataSource Rows(int count, int width) => new(
        [Tensor.From(Enumerable.Range(0, count * width).Select(i => (float)(i / width)).ToArray(), [count, width])],
        [Tensor.From(Enumerable.Range(0, count).ToArray())],
        [Tensor.From(Enumerable.Range(0, count).Select(i => i * 0.5f).ToArray())]);

    private static List<int> Pass(BatchFeed feed, List<int>? sizes = null)
    {
        var seen = new List<int>();
        while (feed.Next() is { } batch)
        {
            Check(batch);
            sizes?.Add(batch.Count);
            seen.AddRange(batch.Y[0].ToInts());
        }
        return seen;
    }

    private static void Check(Batch batch)
    {
        int[] labels = batch.Y[0].ToInts();
        Assert.That(batch.Weights[0].ToFloats(), Is.EqualTo(labels.Select(i => i * 0.5f)));
        float[] x = batch.X[0].ToFloats();
        int width = x.Length / labels.Length;
        for (int k = 0; k < labels.Length; k++)
            if (x.AsSpan(k * width, width).ContainsAnyExcept((float)labels[k])) Assert.Fail($"Row {k} of the batch does not belong to target {labels[k]}.");
    }

    [TestCase(3), TestCase(Wide)]
    public void Pass_GivesEachSampleOnce(int width)
    {
        using var feed = new ArrayFeed(Rows(11, width), 4);
        Assert.That((feed.Steps, feed.Samples), Is.EqualTo(((int?)3, (long?)11)));
        var orders = new List<int[]>();
        for (int pass = 0; pass < 3; pass++)
        {
            feed.Restart(new HostRandom(5, pass));
            var sizes = new List<int>();
            var seen = Pass(feed, sizes);
            Assert.That(sizes, Is.EqualTo(new[] { 4, 4, 3 }));
            Assert.That(seen, Is.EquivalentTo(Enumerable.Range(0, 11)));
            Assert.That(feed.Next(), Is.Null, "the pass has ended");
            orders.Add([.. seen]);
        }
        Assert.That(orders[1], Is.Not.EqualTo(orders[0]));
        feed.Restart(new HostRandom(5, 0));
        Assert.That(Pass(feed), Is.EqualTo(orders[0]), "an order follows from its generator alone");
        feed.Restart(null);
        Assert.That(Pass(feed), Is.EqualTo(Enumerable.Range(0, 11)), "without a generator the samples come in order");
    }

    [TestCase(3), TestCase(Wide)]
    public void Restart_InTheMiddle_BeginsAnew(int width)
    {
        using var feed = new ArrayFeed(Rows(10, width), 3);
        for (int i = 0; i < 3; i++)
        {
            feed.Restart(null);
            Assert.That(feed.Next()!.Y[0].ToInts(), Is.EqualTo(new[] { 0, 1, 2 }));
            Assert.That(feed.Next()!.Y[0].ToInts(), Is.EqualTo(new[] { 3, 4, 5 }));
        }
        feed.Restart(null);
        Assert.That(Pass(feed), Is.EqualTo(Enumerable.Range(0, 10)));
    }

    [TestCase(3), TestCase(Wide), CancelAfter(20_000)]
    public void Dispose_AtAnyPoint_Ends(int width)
    {
        for (int taken = 0; taken <= 4; taken++)
        {
            var feed = new ArrayFeed(Rows(10, width), 3);
            feed.Restart(null);
            for (int i = 0; i < taken; i++) Assert.That(feed.Next(), Is.Not.Null);
            feed.Dispose();
        }
        new ArrayFeed(Rows(10, width), 3).Dispose();
    }

    [Test]
    public void Batch_LargerThanTheData_HoldsAll()
    {
        using var feed = new ArrayFeed(Rows(5, 2), 100);
        feed.Restart(null);
        Assert.That(feed.Steps, Is.EqualTo(1));
        Assert.That(feed.Next()!.Count, Is.EqualTo(5));
        Assert.That(feed.Next(), Is.Null);
    }

    [Test]
    public void Data_OfAPartOfATensor_IsRead()
    {
        using var feed = new ArrayFeed(Rows(10, 2).Slice(4, 5), 2);
        feed.Restart(null);
        Assert.That(Pass(feed), Is.EqualTo(new[] { 4, 5, 6, 7, 8 }));
    }

    [Test]
    public void Unfit_Throws()
    {
        Assert.That(() => new ArrayFeed(Rows(3, 2), 0), Throws.TypeOf<InvalidValueException>().With.Message.Contains("got 0"));
        Assert.That(() => new ArrayFeed(new DataSource([Tensor.From<float>([], [0, 2])]), 4), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("no samples"));
    }

    [Test, CancelAfter(20_000)]
    public void Stager_Failure_IsThrownOnceByFinish()
    {
        int prepared = 0;
        using var stager = new Stager(step => prepared = step == 1 ? throw new InvalidDataException("torn") : step);
        stager.Begin(1);
        Assert.That(stager.Finish, Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("torn"));
        stager.Begin(2);
        stager.Finish();
        Assert.That(prepared, Is.EqualTo(2));
    }
}
