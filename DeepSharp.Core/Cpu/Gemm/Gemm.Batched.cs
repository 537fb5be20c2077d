using System.Numerics;

namespace DeepSharp.Cpu;

internal static unsafe partial class Gemm
{
    /// <summary>Products of <paramref name="batch"/> pairs of matrices at fixed distances; a distance of zero shares one matrix.</summary>
    /// <remarks>
    /// Small products are shared out whole, large ones each by all threads. With one B for all, and A and C without gaps between the
    /// matrices, the batch is one tall product.
    /// </remarks>
    public static void RunBatched<T>(
        int batch, int m, int n, int k, T* a, long aStep, long ars, long acs, T* b, long bStep, long brs, long bcs, T* c, long cStep,
        int ldc, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        Check<T>(m, n, k, ldc);
        if (batch == 0 || m == 0 || n == 0)
            return;
        if (bStep == 0 && aStep == m * ars && cStep == (long)m * ldc && (long)batch * m <= int.MaxValue)
        {
            Run(batch * m, n, k, a, ars, acs, b, brs, bcs, c, ldc, accumulate);
            return;
        }
        var body = new BatchBody<T>
        {
            M = m,
            N = n,
            K = k,
            A = a,
            AStep = aStep,
            Ars = ars,
            Acs = acs,
            B = b,
            BStep = bStep,
            Brs = brs,
            Bcs = bcs,
            C = c,
            CStep = cStep,
            Ldc = ldc,
            Accumulate = accumulate,
        };
        long work = Math.Max(1, (long)m * n * k);
        int tasks = Blocking.Tasks(work > long.MaxValue / batch ? long.MaxValue : work * batch);
        if (tasks == 1 || batch < CpuPool.Threads)
            body.Run(0, batch);
        else
            CpuPool.For(batch, Blocking.CeilDiv(batch, tasks), ref body);
    }

    private struct BatchBody<T> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int M, N, K, Ldc;
        public long AStep, Ars, Acs, BStep, Brs, Bcs, CStep;
        public T* A, B, C;
        public bool Accumulate;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                Gemm.Run(M, N, K, A + i * AStep, Ars, Acs, B + i * BStep, Brs, Bcs, C + i * CStep, Ldc, Accumulate);
        }
    }
}
