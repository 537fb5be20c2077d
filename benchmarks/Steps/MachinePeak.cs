using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using DeepSharp.Cpu;

namespace DeepSharp.Benchmarks;

/// <summary>The most single-precision fused multiply-adds the machine does per second on the backend's threads, measured with registers only.</summary>
internal static class MachinePeak
{
    private const int Rounds = 200_000, Chains = 12;

    /// <summary>GFLOP/s, a multiply-add counted as two.</summary>
    /// <param name="rounds">Rounds of which the best counts.</param>
    public static double Measure(int rounds = 10)
    {
        var work = new Work();
        int threads = CpuPool.Threads;
        double milliseconds = StepTiming.Best(() => CpuPool.For(threads, 1, ref work), 5, rounds);
        return 2.0 * Rounds * Chains * Width * threads / milliseconds / 1e6;
    }

    private static int Width => Vector512.IsHardwareAccelerated ? 16 : Fma.IsSupported ? 8 : Vector<float>.Count;

    private struct Work : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                if (Vector512.IsHardwareAccelerated) Wide();
                else Narrow();
        }
    }

    // Twelve chains that do not wait for each other; the sum is kept so that no multiply-add is left out.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Wide()
    {
        Vector512<float> x = Vector512.Create(1.0000001f), y = Vector512.Create(1e-9f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int n = 0; n < Rounds; n++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y); b = Vector512.FusedMultiplyAdd(b, x, y); c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y); e = Vector512.FusedMultiplyAdd(e, x, y); f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y); h = Vector512.FusedMultiplyAdd(h, x, y); i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y); k = Vector512.FusedMultiplyAdd(k, x, y); l = Vector512.FusedMultiplyAdd(l, x, y);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Narrow()
    {
        Vector256<float> x = Vector256.Create(1.0000001f), y = Vector256.Create(1e-9f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int n = 0; n < Rounds; n++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y); b = Vector256.FusedMultiplyAdd(b, x, y); c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y); e = Vector256.FusedMultiplyAdd(e, x, y); f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y); h = Vector256.FusedMultiplyAdd(h, x, y); i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y); k = Vector256.FusedMultiplyAdd(k, x, y); l = Vector256.FusedMultiplyAdd(l, x, y);
        }
        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
