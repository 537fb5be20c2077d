using System.Diagnostics;

namespace DeepSharp.Benchmarks;

/// <summary>A matrix product beside the machine's peak, in turns and over windows of the same length: on a shared machine both change from second to second,
/// and for a fraction of a millisecond the clock may run faster than it can for long.</summary>
internal static class PeakShare
{
    /// <summary>The best of many runs of each, in GFLOP/s.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="seconds">How long to go on.</param>
    public static (double Product, double Peak) Measure(int n, double seconds)
    {
        Tensor a = Tensor.RandomNormal([n, n], seed: 1).Clone(), b = Tensor.RandomNormal([n, n], seed: 2).Clone();
        var program = Program.Compile(Device.Cpu, [a.Spec, b.Spec], x => [x[0].MatMul(x[1])]);
        double product = 0, peak = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < seconds;)
        {
            double ms = StepTiming.Best(() => program.Run(a, b), 1, 3, warm: 0);
            product = Math.Max(product, 2.0 * n * n * n / ms / 1e6);
            peak = Math.Max(peak, MachinePeak.Measure(3, ms));
        }
        return (product, peak);
    }
}
