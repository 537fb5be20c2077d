using System.Diagnostics;

namespace DeepSharp.Benchmarks;

/// <summary>The best time of several rounds, as the peers take it.</summary>
internal static class StepTiming
{
    /// <summary>Milliseconds of one run: after <paramref name="warm"/> for warming up, the mean of each round of <paramref name="runs"/>, of those the least.</summary>
    public static double Best(Action run, int runs, int rounds, int warm = 3)
    {
        for (int i = 0; i < warm; i++) run();
        double best = double.PositiveInfinity;
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++) run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds / runs);
        }
        return best;
    }
}
