namespace DeepSharp.Tests.Data;

public sealed class DatasetFeedTests
{
    private static Dataset Numbers(int count) => Dataset.From(Tensor.Arange(count), Tensor.Arange(count));

    private static List<int> Pass(BatchFeed feed)
    {
        var seen = new List<int>();
        while (feed.Next() is { } batch) seen.AddRange(batch.Y[0].ToInts());
        return seen;
    }

    [Test, CancelAfter(20_000)]
    public void Samples_AreBatched()
    {
        using var feed = BatchFeed.For(Numbers(10), 4);
        Assert.That(feed, Is.TypeOf<DatasetFeed>());
        Assert.That((feed.Steps, feed.Samples), Is.EqualTo(((int?)3, (long?)10)));
        for (int pass = 0; pass < 2; pass++)
        {
            feed.Restart(null);
            Assert.That(Pass(feed), Is.EqualTo(Enumerable.Range(0, 10)));
            Assert.That(feed.Next(), Is.Null);
        }
    }

    [Test, CancelAfter(20_000)]
    public void Batches_AreTakenAsTheyAre()
    {
        using var feed = BatchFeed.For(Numbers(10).Batch(5), 4);
        Assert.That((feed.Steps, feed.Samples), Is.EqualTo(((int?)2, (long?)null)));
        feed.Restart(null);
        Assert.That(feed.Next()!.Count, Is.EqualTo(5));
        feed.Restart(null);
        Assert.That(Pass(feed), Is.EqualTo(Enumerable.Range(0, 10)), "a restart in the middle begins anew");
    }

    [Test, CancelAfter(20_000)]
    public void Endless_CanBeLeft()
    {
        var feed = BatchFeed.For(Numbers(3).Repeat(), 2);
        Assert.That((feed.Steps, feed.Samples), Is.EqualTo(((int?)null, (long?)null)));
        feed.Restart(null);
        for (int i = 0; i < 5; i++) Assert.That(feed.Next()!.Count, Is.EqualTo(2));
        feed.Dispose();
        Assert.That(feed.Next(), Is.Null);
    }
}
