using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// A product with a small C and a long k, as kernel gradients have: k is cut into segments, each summed by one thread into a C of its own,
/// and the segments are added in order. The cut depends on the shape only, so the result does not depend on the thread count.
/// </summary>
internal static unsafe class SplitProduct
{
    // Below this many k a segment's sums cost more to add than they save.
    private const int MinSegment = 512;
    private const int MaxSegments = 16;
    private const long MaxSums = 1 << 20;   // of all segments

    /// <summary>Segments for a shape; one means the split is not worth it.</summary>
    public static int Segments(int m, int n, int k) => (int)Math.Clamp(Math.Min(k / MinSegment, MaxSums / ((long)m * n)), 1, MaxSegments);

    public static void Run<T, TA, TB, TE>(
        int segments, int m, int n, int k, TA packA, TB packB, T* c, int ldc, bool accumulate, TE epilogue, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
        where TE : struct, IEpilogue<T>
    {
        using var scratch = ScratchArena.Rent<T>((long)segments * m * n);
        var parts = new Parts<T, TA, TB>
        {
            M = m,
            N = n,
            K = k,
            Segments = segments,
            A = packA,
            B = packB,
            Sums = scratch.Pointer,
            Width = width
        };
        CpuPool.For(segments, 1, ref parts);
        var join = new Join<T, TE>
        {
            N = n,
            Segments = segments,
            Step = (long)m * n,
            Sums = scratch.Pointer,
            C = c,
            Ldc = ldc,
            Accumulate = accumulate,
            Epilogue = epilogue
        };
        CpuPool.For(m, Blocking.CeilDiv(16_384 / segments, n), ref join);
    }

    private struct Parts<T, TA, TB> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
        where TA : struct, IPanelPacker<T>
        where TB : struct, IPanelPacker<T>
    {
        public int M, N, K, Segments;
        public TA A;
        public TB B;
        public T* Sums;
        public VectorWidth Width;

        public readonly void Run(int start, int end)
        {
            for (int s = start; s < end; s++)
            {
                int first = CpuPool.ChunkStart(K, Segments, s), length = CpuPool.ChunkStart(K, Segments, s + 1) - first;
                BlockedProduct.Run(M, N, length, new KShiftedPacker<T, TA>(A, first), new KShiftedPacker<T, TB>(B, first),
                    Sums + (long)s * M * N, N, false, default(NoEpilogue<T>), Width, continues: s + 1 < end);
            }
        }
    }

    private struct Join<T, TE> : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
        where TE : struct, IEpilogue<T>
    {
        public int N, Segments, Ldc;
        public long Step;
        public T* Sums, C;
        public bool Accumulate;
        public TE Epilogue;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                T* c = C + (long)i * Ldc, sums = Sums + (long)i * N;
                int j = 0;
                for (; j <= N - Vector<T>.Count; j += Vector<T>.Count)
                {
                    var sum = Vector.Load(sums + j);
                    for (int s = 1; s < Segments; s++)
                        sum += Vector.Load(sums + s * Step + j);
                    Vector.Store(Accumulate ? Vector.Load(c + j) + sum : sum, c + j);
                }
                for (; j < N; j++)
                {
                    T sum = sums[j];
                    for (int s = 1; s < Segments; s++)
                        sum += sums[s * Step + j];
                    c[j] = Accumulate ? c[j] + sum : sum;
                }
            }
            Epilogue.Apply(C + (long)start * Ldc, Ldc, start, end - start, 0, N);
        }
    }
}
