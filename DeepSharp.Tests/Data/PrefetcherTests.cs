namespace DeepSharp.Tests.Data;

public sealed class PrefetcherTests
{
    private static Example Number(int i) => Tensor.Scalar((float)i);

    [Test, CancelAfter(20_000)]
    public void Prefetch_KeepsOrderAndCount()
    {
        var data = Dataset.From(Enumerable.Range(0, 50).Select(Number), 50).Prefetch(3);
        Assert.That(data.Count, Is.EqualTo(50));
        for (int pass = 0; pass < 2; pass++) Assert.That(data.Select(e => (int)e.X[0].Item()), Is.EqualTo(Enumerable.Range(0, 50)));
        Assert.That(() => data.Prefetch(0), Throws.TypeOf<InvalidValueException>());
    }

    [Test, CancelAfter(20_000)]
    public void Prefetch_ReadsOnAnotherThread()
    {
        int reader = 0;
        IEnumerable<Example> Source()
        {
            reader = Environment.CurrentManagedThreadId;
            yield return Number(1);
        }
        Assert.That(Dataset.Generate(Source).Prefetch().Count(), Is.EqualTo(1));
        Assert.That(reader, Is.Not.EqualTo(Environment.CurrentManagedThreadId).And.Not.Zero);
    }

    [Test, CancelAfter(20_000)]
    public void Prefetch_FailureOfTheSource_ReachesTheReaderAfterWhatCameBefore()
    {
        IEnumerable<Example> Source()
        {
            yield return Number(1);
            yield return Number(2);
            throw new InvalidDataException("the third one is torn");
        }
        var seen = new List<double>();
        Assert.That(() =>
        {
            foreach (var e in Dataset.Generate(Source).Prefetch(5)) seen.Add(e.X[0].Item());
        }, Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("the third one is torn"));
        Assert.That(seen, Is.EqualTo(new[] { 1, 2 }));
    }

    [Test, CancelAfter(20_000)]
    public void Prefetch_LeftEarly_StopsTheThread()
    {
        Thread? thread = null;
        bool closed = false;
        int made = 0;
        IEnumerable<Example> Endless()
        {
            thread = Thread.CurrentThread;
            try
            {
                while (true) yield return Number(made++);
            }
            finally
            {
                closed = true;
            }
        }
        foreach (var e in Dataset.Generate(Endless).Prefetch(2))
            if (e.X[0].Item() == 3) break;
        // Leaving waits for the thread, so these hold at once.
        Assert.That(closed, Is.True);
        Assert.That(thread!.IsAlive, Is.False);
        Assert.That(made, Is.LessThanOrEqualTo(8));
    }

    [Test, CancelAfter(20_000)]
    public void Prefetch_ReadToTheEnd_EndsTheThread()
    {
        Thread? thread = null;
        IEnumerable<Example> Source()
        {
            thread = Thread.CurrentThread;
            yield return Number(1);
        }
        Assert.That(Dataset.Generate(Source).Prefetch().Prefetch().Count(), Is.EqualTo(1));
        Assert.That(thread!.IsAlive, Is.False);
    }
}
