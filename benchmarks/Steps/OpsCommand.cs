using System.Globalization;
using System.Text.RegularExpressions;
using DeepSharp.Cpu;

namespace DeepSharp.Benchmarks;

/// <summary><c>ops --only NAME [--threads N] [--rounds N]</c>: where the time of a case's compiled steps goes, op by op.</summary>
internal static partial class OpsCommand
{
    private const int Shown = 40;

    public static int Run(StepOptions options)
    {
        if (options.Threads is { } threads) CpuPool.Threads = threads;
        foreach (var c in options.Cases)
        {
            var (x, y) = c.Batch();
            var model = c.Compiled();
            DataSource batch = (x, y), inputs = x;
            Print($"{c.Name}/train", Best(() => model.TrainOnBatch(batch), options.Rounds ?? 5));
            Print($"{c.Name}/infer", Best(() => model.PredictOnBatch(inputs), options.Rounds ?? 5));
        }
        return 0;
    }

    /// <summary>Each kernel call of a step with its least time over the rounds, in microseconds.</summary>
    private static List<(string Call, double Time)> Best(Action step, int rounds)
    {
        StepTiming.Warm(step);
        List<(string Call, double Time)> best = [], now = [];
        try
        {
            (DebugOutput.Level, DebugOutput.Say) = (3, line => Read(line, now));
            for (int round = 0; round < rounds; round++, now.Clear())
            {
                step();
                best = best.Count == now.Count ? [.. best.Zip(now, (a, b) => (a.Call, Math.Min(a.Time, b.Time)))] : [.. now];
            }
        }
        finally
        {
            (DebugOutput.Level, DebugOutput.Say) = (0, Console.Error.WriteLine);
        }
        return best;
    }

    private static void Read(string line, List<(string Call, double Time)> calls)
    {
        if (TimedLine().Match(line) is { Success: true } match)
            calls.Add((match.Groups["call"].Value, double.Parse(match.Groups["us"].Value, CultureInfo.InvariantCulture)));
        // Reading took long enough for the workers to fall asleep, which between the kernels of a step they do not.
        var nothing = new Nothing();
        CpuPool.For(4 * CpuPool.Threads, 1, ref nothing);
    }

    private readonly struct Nothing : IParallelBody
    {
        public void Run(int start, int end) => Thread.SpinWait(100);
    }

    private static void Print(string name, List<(string Call, double Time)> calls)
    {
        double total = calls.Sum(c => c.Time);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {calls.Count} kernel calls, {total / 1e3:F3} ms"));
        var kinds = calls.GroupBy(c => c.Call).Select(g => (g.Key, Count: g.Count(), Time: g.Sum(c => c.Time))).OrderByDescending(g => g.Time);
        foreach (var (call, count, time) in kinds.Take(Shown))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time,10:F1} us {time / total,5:P0} {count,4} x {call}"));
    }

    [GeneratedRegex(@"^\[debug\] \S+ +(?<us>[\d.]+) us .*\n\[debug\]   (?<call>.*)$")]
    private static partial Regex TimedLine();
}
