using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using DeepSharp.Cpu;

namespace DeepSharp.Benchmarks;

/// <summary><c>versus FOLDER [--only NAME] [--threads N] [--rounds N]</c>: the steps of this build beside those of another, whose benchmarks lie in the
/// folder.</summary>
/// <remarks>
/// Both are loaded into one process and run in turns, so that whatever else the machine does meets both; the median of the rounds' ratios then tells
/// differences of two or three hundredths where two processes one after the other tell none under a tenth.
/// </remarks>
internal static class VersusCommand
{
    // Milliseconds that one build runs before it is the other's turn.
    private const double Turn = 2;
    private const int Rounds = 100;

    public static int Run(string folder, StepOptions options)
    {
        string other = Path.Combine(Path.GetFullPath(folder), Path.GetFileName(typeof(VersusCommand).Assembly.Location));
        if (!File.Exists(other))
        {
            Console.Error.WriteLine(
                $"versus needs a folder with a build of the benchmarks but there is no '{other}'; build the other version and copy its output folder.");
            return 1;
        }
        var theirs = new Build(Path.GetDirectoryName(other)!).LoadFromAssemblyPath(other).GetType(typeof(VersusCommand).FullName!)?.GetMethod(nameof(Steps));
        if (theirs is null)
        {
            Console.Error.WriteLine($"The build at '{other}' has no command versus: it is too old to be run beside this one.");
            return 1;
        }
        Console.WriteLine("| row | other ms | this ms | ratio of the least | median ratio |\n|---|---|---|---|---|");
        foreach (string name in options.Only is { } only ? [only] : StepRun.Cases)
        {
            int threads = options.Threads ?? 0;
            var (before, now) = (((string, Action)[])theirs.Invoke(null, [name, threads])!, Steps(name, threads));
            foreach (var ((row, old), (_, step)) in before.Zip(now)) Console.WriteLine(Row(row, old, step, options.Rounds ?? Rounds));
        }
        return 0;
    }

    /// <summary>The rows of one case, called in both builds.</summary>
    /// <param name="name">The case.</param>
    /// <param name="threads">Threads of the CPU's pool; zero leaves them as they are.</param>
    public static (string Row, Action Step)[] Steps(string name, int threads)
    {
        if (threads > 0) CpuPool.Threads = threads;
        Device.Default = Device.Cpu;
        return StepRun.Steps(name);
    }

    private static string Row(string name, Action old, Action now, int rounds)
    {
        Action[] steps = [old, now];
        foreach (var step in steps) StepTiming.Warm(step);
        int runs = Math.Max(1, (int)(Turn / StepTiming.Best(old, 1, 3)));
        var times = new double[2, rounds];
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < 2; i++)
            {
                // Who begins changes; the first run brings the step's memory back into the caches.
                int who = (i + round) % 2;
                steps[who]();
                long start = Stopwatch.GetTimestamp();
                for (int run = 0; run < runs; run++) steps[who]();
                times[who, round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds / runs;
            }
        var all = Enumerable.Range(0, rounds);
        double least = all.Min(r => times[0, r]), leastNow = all.Min(r => times[1, r]);
        double median = all.Select(r => times[0, r] / times[1, r]).Order().ElementAt(rounds / 2);
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {least:F3} | {leastNow:F3} | {least / leastNow:F3} | {median:F3} |");
    }

    // Assemblies that lie beside the other build's come from there, all others are shared.
    private sealed class Build(string folder) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName name)
        {
            string file = Path.Combine(folder, name.Name + ".dll");
            return name.Name!.StartsWith(nameof(DeepSharp), StringComparison.Ordinal) && File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
}
