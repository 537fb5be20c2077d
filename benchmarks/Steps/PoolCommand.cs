using System.Diagnostics;
using System.Globalization;
using DeepSharp.Cpu;

namespace DeepSharp.Benchmarks;

/// <summary><c>pool [--rounds N]</c>: what it takes to start the workers, and what more of them than processors do to a kernel.</summary>
/// <remarks>
/// An empty loop is started while the workers still look for work, and again after a pause in which they have gone to sleep. The products run with one
/// thread, one a processor, and 64, in turns: a step of a model must not collapse where a machine gives fewer processors than it shows.
/// </remarks>
internal static class PoolCommand
{
    private const int Many = 64, Size = 512;

    private struct Empty : IParallelBody
    {
        public readonly void Run(int start, int end) { }
    }

    public static int Run(StepOptions options)
    {
        int rounds = options.Rounds ?? 200, processors = Environment.ProcessorCount;
        int[] threads = [.. new[] { 1, 2, processors, Many }.Distinct().Order()];
        Console.WriteLine("Microseconds of an empty loop.\n\n| threads | awake, least | median | asleep, least | median |\n|---|---|---|---|---|");
        foreach (int count in threads)
        {
            CpuPool.Threads = count;
            var (awake, asleep) = (Loops(rounds, 0), Loops(rounds, 2));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {count} | {awake.Least:F1} | {awake.Median:F1} | {asleep.Least:F1} | {asleep.Median:F1} |"));
        }
        Console.WriteLine($"\nMilliseconds of a product of {Size} rows and columns, and of a sum of 2^22 elements.\n");
        Console.WriteLine("| threads | product | sum |\n|---|---|---|");
        Tensor a = Tensor.RandomNormal([Size, Size], seed: 1).Clone(), numbers = Tensor.RandomNormal([1 << 22], seed: 2).Clone();
        var product = Program.Compile(Device.Cpu, [a.Spec], x => [x[0].MatMul(x[0])]);
        var sum = Program.Compile(Device.Cpu, [numbers.Spec], x => [x[0].Sum()]);
        var best = threads.ToDictionary(t => t, _ => (Product: double.PositiveInfinity, Sum: double.PositiveInfinity));
        for (int round = 0; round < 20; round++)
            foreach (int count in threads)
            {
                CpuPool.Threads = count;
                best[count] = (Math.Min(best[count].Product, StepTiming.Best(() => product.Run(a), 3, 1, warm: 1)),
                    Math.Min(best[count].Sum, StepTiming.Best(() => sum.Run(numbers), 3, 1, warm: 1)));
            }
        foreach (int count in threads)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count} | {best[count].Product:F3} | {best[count].Sum:F3} |"));
        return 0;
    }

    private static (double Least, double Median) Loops(int rounds, int pause)
    {
        var body = new Empty();
        var times = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            if (pause > 0) Thread.Sleep(pause);
            long start = Stopwatch.GetTimestamp();
            CpuPool.For(CpuPool.Threads * 4, 1, ref body);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        Array.Sort(times);
        return (times[0], times[rounds / 2]);
    }
}
