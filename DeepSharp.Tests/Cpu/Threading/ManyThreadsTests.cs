using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

/// <summary>Many more threads than processors: the same results, and loops that end.</summary>
[NonParallelizable]
public sealed class ManyThreadsTests
{
    private const int Many = 64;

    private struct Count(int[] visits) : IParallelBody
    {
        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++) Interlocked.Increment(ref visits[i]);
        }
    }

    private struct Meeting(Barrier all, HashSet<int> seen) : IParallelBody
    {
        public readonly void Run(int start, int end)
        {
            lock (seen)
                if (!seen.Add(Environment.CurrentManagedThreadId)) return;
            Assert.That(all.SignalAndWait(TimeSpan.FromSeconds(60)), "the other threads never came");
        }
    }

    [Test]
    public void For_ManyThreads_VisitsEachItemOnceInEveryRound([Values(2, 63, 64, 65, 10_000)] int count)
    {
        using var _ = new PoolThreads(Many);
        var visits = new int[count];
        var body = new Count(visits);
        for (int round = 0; round < 200; round++)
        {
            if (round % 50 == 0) Thread.Sleep(5);      // the workers go to sleep
            CpuPool.For(count, 1, ref body);
        }
        Assert.That(visits, Is.All.EqualTo(200));
    }

    [Test]
    public void For_ManyThreads_AllTakePart()
    {
        using var _ = new PoolThreads(Many);
        using var all = new Barrier(Many);
        var seen = new HashSet<int>();
        var body = new Meeting(all, seen);
        CpuPool.For(Many * 4, 1, ref body);
        Assert.That(seen, Has.Count.EqualTo(Many));
    }

    [Test]
    public void Threads_ManyThenFewAgain_LeavesNoWorkerBehind()
    {
        for (int round = 0; round < 3; round++)
            foreach (int threads in new[] { Many, 1, 2 })
            {
                using var _ = new PoolThreads(threads);
                var visits = new int[300];
                var body = new Count(visits);
                CpuPool.For(300, 1, ref body);
                Assert.That(visits, Is.All.EqualTo(1), $"{threads} threads");
            }
    }

    [Test]
    public void Kernels_ManyThreads_GiveTheBitsOfOne()
    {
        Tensor a = Samples.Uniform([300, 280]).Cast(DType.Float32), image = Samples.Uniform([4, 24, 24, 16]).Cast(DType.Float32);
        Tensor kernel = Samples.Uniform([3, 3, 16, 24], seed: 2).Cast(DType.Float32), depthwise = Samples.Uniform([3, 3, 1, 16], seed: 3).Cast(DType.Float32);
        Tensor[] Results(int threads)
        {
            using var _ = new PoolThreads(threads);
            using var tape = new GradientTape();
            tape.Watch(image, kernel, depthwise);
            var y = image.Conv(depthwise, groups: 16).BatchNorm().Y.Relu().Conv(kernel, padding: Padding.Same).MaxPool([2, 2]);
            return [a.MatMul(a, transposeB: true), a.Gelu().Sum(0), a.Softmax(), a.Sort(), y, .. tape.Gradient(y.Square().Mean(), [image, kernel, depthwise])!];
        }
        Close.Identical($"{Many} threads against one", Results(1), Results(Many));
    }
}
