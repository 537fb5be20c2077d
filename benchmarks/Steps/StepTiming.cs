using System.Diagnostics;

namespace DeepSharp.Benchmarks;

/// <summary>The best time of several rounds, as the peers take it.</summary>
internal static class StepTiming
{
    private const double WarmSeconds = 0.7;
    private const int WarmRuns = 40;

    /// <summary>Runs until the runtime has optimised what runs often, which it does after thirty calls of a method and a pause.</summary>
    public static void Warm(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < WarmRuns || Stopwatch.GetElapsedTime(start).TotalSeconds < WarmSeconds; i++)
        {
            run();
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > 3 * WarmSeconds) return;
        }
    }

    /// <summary>Milliseconds of one run: after <paramref name="warm"/> for warming up, the mean of each round of <paramref name="runs"/>, of those the least.</summary>
    /// <param name="run">What is timed.</param>
    /// <param name="runs">Runs of a round.</param>
    /// <param name="rounds">Rounds.</param>
    /// <param name="warm">Runs before.</param>
    /// <param name="settle">Waits at the end of a round until a device has done what it was given.</param>
    public static double Best(Action run, int runs, int rounds, int warm = 3, Action? settle = null)
    {
        for (int i = 0; i < warm; i++) run();
        settle?.Invoke();
        double best = double.PositiveInfinity;
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++) run();
            settle?.Invoke();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds / runs);
        }
        return best;
    }
}
