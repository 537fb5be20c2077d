using System.Runtime.CompilerServices;
using DeepSharp.Cpu;

namespace DeepSharp.Benchmarks;

/// <summary>The most single-precision fused multiply-adds the machine does per second on the backend's threads, measured with registers only.</summary>
internal static class MachinePeak
{
    private const int Rounds = 200_000, Chains = 12;

    /// <summary>GFLOP/s, a multiply-add counted as two.</summary>
    /// <param name="rounds">Rounds of which the best counts.</param>
    /// <param name="window">Milliseconds of a round, about: as long as what is measured beside it, so that moments in which the clock runs faster do not
    /// count. Zero takes five calls.</param>
    public static double Measure(int rounds = 10, double window = 0)
    {
        var work = new Work();
        int threads = CpuPool.Threads, lanes = Math.Max(1, (int)LaneDispatch.Widest / 32);
        double once = window > 0 ? StepTiming.Best(() => CpuPool.For(threads, 1, ref work), 1, 1, warm: 1) : 0;
        int runs = window > 0 ? Math.Max(1, (int)Math.Round(window / once)) : 5;
        double milliseconds = StepTiming.Best(() => CpuPool.For(threads, 1, ref work), runs, rounds, warm: window > 0 ? 0 : 3);
        return 2.0 * Rounds * Chains * lanes * threads / milliseconds / 1e6;
    }

    private struct Work : IParallelBody
    {
        public readonly void Run(int start, int end)
        {
            var chains = new MultiplyAdds();
            for (int i = start; i < end; i++) LaneDispatch.Run<float, MultiplyAdds>(ref chains);
        }
    }

    // Twelve chains that do not wait for each other; the sum is kept so that no multiply-add is left out.
    private struct MultiplyAdds : ILaneJob<float>
    {
        private float _sum;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Run<V>() where V : struct, ILane<V, float>
        {
            V x = V.Of(1.0000001f), y = V.Of(1e-9f);
            V a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
            for (int n = 0; n < Rounds; n++)
            {
                a = V.FusedMultiplyAdd(a, x, y); b = V.FusedMultiplyAdd(b, x, y); c = V.FusedMultiplyAdd(c, x, y);
                d = V.FusedMultiplyAdd(d, x, y); e = V.FusedMultiplyAdd(e, x, y); f = V.FusedMultiplyAdd(f, x, y);
                g = V.FusedMultiplyAdd(g, x, y); h = V.FusedMultiplyAdd(h, x, y); i = V.FusedMultiplyAdd(i, x, y);
                j = V.FusedMultiplyAdd(j, x, y); k = V.FusedMultiplyAdd(k, x, y); l = V.FusedMultiplyAdd(l, x, y);
            }
            _sum += V.SumAcross(a + b + c + d + e + f + g + h + i + j + k + l);
        }
    }
}
