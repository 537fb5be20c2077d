using DeepSharp.Tests.Training;

namespace DeepSharp.Tests.Graphs;

public sealed class ProgramPoolTests
{
    private const int Threads = 6;

    [Test]
    public void Run_ThreadsAtOnce_CompilesAnotherProgram_ButNoMoreThanAllowed()
    {
        var w = new Variable(TrainingSamples.Noise([256, 256]));
        var pool = new ProgramPool(x => [x[0].MatMul(w.Value).Tanh().MatMul(w.Value)], Device.Cpu, most: 2);
        var x = TrainingSamples.Noise([128, 256], seed: 2);
        var expected = pool.Run(x)[0].ToFloats();
        Assert.That(pool.Programs, Has.Count.EqualTo(1), "one thread needs one program");
        // Threads meet inside within a few rounds; all of them together would be as many runs as a slow machine could ask for.
        for (int round = 0; round < 500 && pool.Programs.Count == 1; round++) AtOnce(_ => Assert.That(pool.Run(x)[0].ToFloats(), Is.EqualTo(expected)));
        Assert.That(pool.Programs, Has.Count.EqualTo(2));
    }

    [Test]
    public void Run_ProgramThatWritesAVariable_RunsOneAtATime()
    {
        var count = new Variable(Tensor.Zeros([64]), trainable: false);
        var pool = new ProgramPool(x =>
        {
            count.Assign(count.Value + x[0].Mean());
            return [x[0] * 2];
        }, Device.Cpu, most: 4);
        AtOnce(i =>
        {
            for (int n = 0; n < 50; n++) pool.Run(Tensor.Ones([1 + (i & 1)]).Contiguous());
        });
        Assert.That(pool.Programs, Has.Count.EqualTo(2), "one for each signature");
        Assert.That(count.Value.ToFloats(), Is.All.EqualTo(50f * Threads), "no update is lost, of either signature");
    }

    [Test]
    public void Run_MoreSignaturesThanRoom_ForgetsTheLeastRecentlyUsed()
    {
        int traces = 0;
        var pool = new ProgramPool(x =>
        {
            traces++;
            return [x[0] * 2];
        }, Device.Cpu, capacity: 2);
        foreach (int length in new[] { 1, 2, 1, 3, 1 }) pool.Run(Tensor.Ones([length]).Contiguous());
        Assert.That((traces, pool.Programs.Count), Is.EqualTo((3, 2)));
        pool.Run(Tensor.Ones([2]).Contiguous());
        Assert.That((traces, pool.Programs.Count), Is.EqualTo((4, 2)));
    }

    [Test]
    public void Run_FunctionThatFails_LeavesThePoolUsable()
    {
        var w = new Variable(Tensor.Ones([3, 2]));
        var pool = new ProgramPool(x => [x[0].MatMul(w.Value)], Device.Cpu);
        Assert.Throws<ShapeMismatchException>(() => pool.Run(Tensor.Ones([1, 4]).Contiguous()));
        Assert.That(pool.Run(Tensor.Ones([1, 3]).Contiguous())[0].ToFloats(), Is.EqualTo(new float[] { 3, 3 }));
    }

    private static void AtOnce(Action<int> work)
    {
        using var start = new Barrier(Threads);
        var tasks = Enumerable.Range(0, Threads).Select(i => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            work(i);
        }, TaskCreationOptions.LongRunning)).ToArray();
        Task.WaitAll(tasks);
    }
}
