using System.Collections.Concurrent;
using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

[NonParallelizable]
public unsafe class CpuPoolTests
{
    private struct Count(int[] visits) : IParallelBody
    {
        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                Interlocked.Increment(ref visits[i]);
        }
    }

    private struct Record(ConcurrentBag<(int, int)> chunks) : IParallelBody
    {
        public readonly void Run(int start, int end) => chunks.Add((start, end));
    }

    private struct Throwing(int at) : IParallelBody
    {
        public readonly void Run(int start, int end)
        {
            if (start <= at && at < end)
                throw new InvalidDataException($"item {at}");
        }
    }

    private struct Nested(int[] visits, int inner) : IParallelBody
    {
        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                var body = new Offset(visits, i * inner, Environment.CurrentManagedThreadId);
                CpuPool.For(inner, 1, ref body);
            }
        }
    }

    private struct Offset(int[] visits, int offset, int thread) : IParallelBody
    {
        public readonly void Run(int start, int end)
        {
            Assert.That(Environment.CurrentManagedThreadId, Is.EqualTo(thread), "a nested loop stays on its thread");
            for (int i = start; i < end; i++)
                Interlocked.Increment(ref visits[offset + i]);
        }
    }

    // Two chunks wait for each other, so that two threads must take part.
    private struct Meeting(CountdownEvent arrived) : IParallelBody
    {
        public readonly void Run(int start, int end)
        {
            if (start == 0 || end == 4)
            {
                arrived.Signal();
                Assert.That(arrived.Wait(TimeSpan.FromSeconds(60)), "the other thread never came");
            }
        }
    }

    // Each of two threads waits in its first chunk until both have one, and notes it.
    private struct FirstChunks(ConcurrentDictionary<int, int> first, CountdownEvent arrived) : IParallelBody
    {
        public readonly void Run(int start, int end)
        {
            if (!first.TryAdd(Environment.CurrentManagedThreadId, start)) return;
            arrived.Signal();
            Assert.That(arrived.Wait(TimeSpan.FromSeconds(60)), "the other thread never came");
        }
    }

    // The chunk of item 4 waits for all others.
    private struct HeldUp(CountdownEvent others, ConcurrentQueue<int> order) : IParallelBody
    {
        public readonly void Run(int start, int end)
        {
            if (start == 4) Assert.That(others.Wait(TimeSpan.FromSeconds(60)), "nobody took the chunks of the thread that was held up");
            else others.Signal();
            order.Enqueue(start);
        }
    }

    private struct SetThreads : IParallelBody
    {
        public readonly void Run(int start, int end) => CpuPool.Threads = 1;
    }

    [Test]
    public void For_AnyCountGrainAndThreads_VisitsEachItemOnce(
        [Values(0, 1, 2, 7, 64, 1000)] int count, [Values(1, 3, 100)] int grain, [Values(1, 2, 3, 8)] int threads)
    {
        using var _ = new PoolThreads(threads);
        var visits = new int[count];
        var body = new Count(visits);
        CpuPool.For(count, grain, ref body);
        Assert.That(visits, Is.All.EqualTo(1));
    }

    [Test]
    public void For_SameArguments_GivesSameChunksOfAtLeastGrain()
    {
        using var _ = new PoolThreads(3);
        for (int round = 0; round < 20; round++)
        {
            var chunks = new ConcurrentBag<(int Start, int End)>();
            var body = new Record(chunks);
            CpuPool.For(100, 9, ref body);
            var sorted = chunks.Order().ToArray();
            Assert.That(sorted, Has.Length.EqualTo(11));
            Assert.That(sorted[0], Is.EqualTo((0, 9)));
            Assert.That(sorted.Select(c => c.End - c.Start), Is.All.GreaterThanOrEqualTo(9));
        }
    }

    [Test]
    public void For_CountWithinGrain_RunsOnceOnTheCaller()
    {
        using var _ = new PoolThreads(2);
        var visits = new int[50];
        var body = new Offset(visits, 0, Environment.CurrentManagedThreadId);
        CpuPool.For(50, 50, ref body);
        Assert.That(visits, Is.All.EqualTo(1));
    }

    [Test]
    public void For_TwoThreads_BothTakePart()
    {
        using var _ = new PoolThreads(2);
        using var arrived = new CountdownEvent(2);
        var body = new Meeting(arrived);
        CpuPool.For(4, 1, ref body);
        Assert.That(arrived.IsSet);
    }

    [Test]
    public void For_TwoThreads_EachBeginsWithItsOwnHalf()
    {
        using var _ = new PoolThreads(2);
        for (int round = 0; round < 20; round++)
        {
            var first = new ConcurrentDictionary<int, int>();
            using var arrived = new CountdownEvent(2);
            var body = new FirstChunks(first, arrived);
            CpuPool.For(8, 1, ref body);
            Assert.That(first[Environment.CurrentManagedThreadId], Is.Zero);
            Assert.That(first.Values, Is.EquivalentTo(new[] { 0, 4 }));
        }
    }

    [Test]
    public void For_OneThreadHeldUp_TheOtherTakesItsChunksFromTheBack()
    {
        using var _ = new PoolThreads(2);
        var order = new ConcurrentQueue<int>();
        using var others = new CountdownEvent(7);
        var body = new HeldUp(others, order);
        CpuPool.For(8, 1, ref body);
        Assert.That(order, Has.Count.EqualTo(8));
        Assert.That(order.Where(i => i > 4), Is.EqualTo(new[] { 7, 6, 5 }));
    }

    [Test]
    public void For_ParkedWorkers_WakeForTheNextLoop()
    {
        using var _ = new PoolThreads(2);
        for (int round = 0; round < 3; round++)
        {
            Thread.Sleep(20);
            using var arrived = new CountdownEvent(2);
            var body = new Meeting(arrived);
            CpuPool.For(4, 1, ref body);
            Assert.That(arrived.IsSet);
        }
    }

    [Test]
    public void For_AfterWarmUp_AllocatesNothing()
    {
        using var _ = new PoolThreads(2);
        var body = new Count(new int[64]);
        Allocation.None(() =>
        {
            for (int i = 0; i < 100; i++)
                CpuPool.For(64, 1, ref body);
        });
    }

    [Test]
    public void For_BodyThrows_RethrowsOnTheCallerAndWorksAgain([Values(0, 31, 63)] int at)
    {
        using var _ = new PoolThreads(2);
        var failing = new Throwing(at);
        Assert.That(() => CpuPool.For(64, 1, ref failing), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo($"item {at}"));
        var visits = new int[64];
        var body = new Count(visits);
        CpuPool.For(64, 1, ref body);
        Assert.That(visits, Is.All.EqualTo(1));
    }

    [Test]
    public void For_NestedLoop_RunsInlineAndVisitsEachItemOnce()
    {
        using var _ = new PoolThreads(2);
        var visits = new int[16 * 32];
        var body = new Nested(visits, 32);
        CpuPool.For(16, 1, ref body);
        Assert.That(visits, Is.All.EqualTo(1));
    }

    [Test]
    public void For_SeveralCallersAtOnce_EachVisitsItsItemsOnce()
    {
        using var _ = new PoolThreads(2);
        const int callers = 4, rounds = 200;
        var visits = Enumerable.Range(0, callers).Select(_ => new int[100]).ToArray();
        var threads = visits.Select(v => new Thread(() =>
        {
            var body = new Count(v);
            for (int i = 0; i < rounds; i++)
                CpuPool.For(100, 1, ref body);
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.That(visits, Is.All.All.EqualTo(rounds));
    }

    [TestCase(0), TestCase(-1), TestCase(1025)]
    public void Threads_OutOfRange_Throws(int threads) =>
        Assert.That(() => CpuPool.Threads = threads, Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("from 1 to 1024"));

    [Test]
    public void Threads_SetInsideLoop_Throws()
    {
        using var _ = new PoolThreads(2);
        var body = new SetThreads();
        Assert.That(() => CpuPool.For(8, 1, ref body), Throws.InvalidOperationException.With.Message.Contains("inside a parallel loop"));
    }

    [TestCase("3", 3), TestCase(" 12 ", 12)]
    public void ParseThreads_Number_IsTaken(string text, int expected) => Assert.That(CpuPool.ParseThreads(text), Is.EqualTo(expected));

    [TestCase("0"), TestCase("many"), TestCase("2.5"), TestCase("9999")]
    public void ParseThreads_NotACount_ThrowsWithVariableName(string text) =>
        Assert.That(() => CpuPool.ParseThreads(text),
            Throws.InvalidOperationException.With.Message.Contains("DEEPSHARP_THREADS must be").And.Message.Contains(text));

    [Test]
    public void ParseThreads_Unset_IsProcessorCount() => Assert.That(CpuPool.ParseThreads(null), Is.EqualTo(Environment.ProcessorCount));
}
