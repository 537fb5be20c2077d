using DeepSharp.Cpu;

namespace DeepSharp.Benchmarks;

/// <summary><c>scaling [--only NAME] [--threads N] [--rounds N]</c>: what a second thread, and each after it up to N, brings to a step.</summary>
/// <remarks>Thread counts take turns within a round, so that a busy second on a shared machine falls on all of them; of the rounds the least counts.</remarks>
internal static class ScalingCommand
{
    public static int Run(StepOptions options)
    {
        int most = options.Threads ?? Environment.ProcessorCount, rounds = options.Rounds ?? 7;
        int[] threads = [.. Enumerable.Range(1, most)];
        RatioTable.Head(threads.Select(t => t == 1 ? "1 thread" : $"{t} threads"), "faster by");
        foreach (var c in options.Cases)
        {
            var (x, y) = c.Batch();
            var model = c.Compiled();
            DataSource batch = (x, y), inputs = x;
            RatioTable.Row($"{c.Name}/train", InTurns(() => model.TrainOnBatch(batch), c.Steps, rounds, threads), (one, more) => one / more);
            RatioTable.Row($"{c.Name}/infer", InTurns(() => model.PredictOnBatch(inputs), c.Steps, rounds, threads), (one, more) => one / more);
        }
        return 0;
    }

    /// <summary>The least milliseconds of a step at each number of threads.</summary>
    private static double[] InTurns(Action step, int steps, int rounds, int[] threads)
    {
        var best = new double[threads.Length];
        Array.Fill(best, double.PositiveInfinity);
        StepTiming.Warm(step);
        for (int round = 0; round < rounds; round++)
            foreach (var (i, count) in threads.Index())
            {
                CpuPool.Threads = count;
                best[i] = Math.Min(best[i], StepTiming.Best(step, steps, rounds: 1, warm: 1));
            }
        return best;
    }
}
